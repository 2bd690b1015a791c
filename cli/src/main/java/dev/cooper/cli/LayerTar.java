package dev.cooper.cli;

import dev.cooper.inventory.Inventories;
import dev.cooper.store.ImageContent;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The tar of a layer, for those who look into it. */
record LayerTar(ImageContent.Layer layer) implements Inventories.Content {
    @Override
    public InputStream open() throws IOException {
        return layer.openTar();
    }

    @Override
    public Optional<InputStream> openLeaping() throws IOException {
        return layer.openLeaping();
    }
}
