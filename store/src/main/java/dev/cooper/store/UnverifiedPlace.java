package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The documents of a store without the check of their digests, for listings that must be quick. */
final class UnverifiedPlace implements Place {
    private final Blobs blobs;

    UnverifiedPlace(Blobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return Optional.empty();
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        return new ByteArrayInputStream(read(descriptor));
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        return blobs.readUnverified(descriptor);
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        return blobs.has(descriptor);
    }
}
