package dev.cooper.store.archive;

import dev.cooper.archive.VerifyingInputStream;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.Place;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The blobs of an OCI layout in a tar. */
final class ArchivePlace implements Place {
    private final TarIndex index;

    ArchivePlace(TarIndex index) {
        this.index = index;
    }

    private Optional<TarIndex.Extent> find(Digest digest) {
        return index.find("blobs/" + digest.toString().replace(':', '/'));
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return Optional.empty();
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        TarIndex.Extent extent =
                find(descriptor.digest())
                        .orElseThrow(() ->
                                new NotFoundException(
                                        "the archive does not hold " + descriptor.digest()));
        return new VerifyingInputStream(index.open(extent), descriptor.digest(), descriptor.size());
    }

    @Override
    public boolean has(Descriptor descriptor) {
        return find(descriptor.digest()).isPresent();
    }
}
