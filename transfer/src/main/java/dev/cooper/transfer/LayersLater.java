package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.LocalStore;
import dev.cooper.store.WritablePlace;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A store that takes no layers, but remembers from where they can be fetched. */
final class LayersLater implements WritablePlace {
    private final LocalStore store;
    private final Reference origin;

    LayersLater(LocalStore store, Reference origin) {
        this.store = store;
        this.origin = origin;
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        if (MediaTypes.isLayer(descriptor.mediaType())) {
            store.recordOrigin(descriptor, origin);
            return true;
        }
        return store.has(descriptor);
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        return store.resolve(reference);
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        return store.open(descriptor);
    }

    @Override
    public BlobWriter write() throws IOException {
        return store.write();
    }

    @Override
    public void tag(Reference reference, Descriptor descriptor) throws IOException {
        store.tag(reference, descriptor);
    }
}
