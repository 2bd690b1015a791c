package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.List;

/** Layers on each other: which files of which can be seen from the top. */
public final class Overlay {
    /** Of something without layers: nothing is hidden, and nothing is known of its files. */
    public static final Overlay NONE = new Overlay(List.of());

    private final List<LayerInventory> layers;

    /**
     * @param layers from the bottom up
     */
    Overlay(List<LayerInventory> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Whether a layer above has deleted or replaced a file.
     *
     * @param path clean and relative
     * @param layer the number of the layer that holds it, from 0 at the bottom
     */
    public boolean hides(String path, int layer) {
        for (int i = layer + 1; i < layers.size(); i++) {
            if (layers.get(i).hides(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a package of the system has brought a file. */
    public boolean owns(String path) {
        for (LayerInventory layer : layers) {
            if (layer.owned().has(path)) {
                return true;
            }
        }
        return false;
    }

    /** The programs, libraries and Java archives that can be seen. */
    public List<Executable> executables() {
        List<Executable> seen = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            for (Executable each : layers.get(i).executables()) {
                if (!hides(each.path(), i)) {
                    seen.add(each);
                }
            }
        }
        return seen;
    }
}
