package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.util.Optional;

/** Base images from the local store. */
final class LocalImages implements BaseImages {
    private final LocalStore store;

    LocalImages(LocalStore store) {
        this.store = store;
    }

    @Override
    public Base resolve(String name, Optional<Platform> platform) throws IOException {
        return resolve(Reference.parse(name).withDefaultTag(), platform);
    }

    Base resolve(Reference reference, Optional<Platform> platform) throws IOException {
        Descriptor descriptor =
                store.resolve(reference)
                        .orElseThrow(() ->
                                new IOException(
                                        reference.familiar()
                                                + ": base image not found in the local"
                                                + " store; make it (cooper base debian -t "
                                                + reference.familiar()
                                                + "), load it (cooper load) or build it"
                                                + " first"));
        if (MediaTypes.isIndex(descriptor.mediaType())) {
            descriptor = select(reference, descriptor, platform);
        }
        ImageManifest manifest = ImageManifest.parse(store.read(descriptor));
        ImageConfig config = ImageConfig.parse(store.read(manifest.config()));
        if (platform.isPresent() && platform.get().fit(config.platform()) < 0) {
            throw new IOException(
                    reference.familiar()
                            + ": the image in the local store is for "
                            + config.platform()
                            + ", wanted "
                            + platform.get());
        }
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new IOException(
                    reference.familiar()
                            + ": the config names "
                            + config.diffIds().size()
                            + " layers, the manifest "
                            + manifest.layers().size()
                            + "; load or build the image again");
        }
        return new Base(descriptor, manifest, config);
    }

    private Descriptor select(Reference reference, Descriptor index, Optional<Platform> platform)
            throws IOException {
        Platform wanted = platform.orElseGet(Platform::host);
        return ImageIndex.parse(store.read(index))
                .select(wanted)
                .orElseThrow(() ->
                        new IOException(
                                reference.familiar()
                                        + ": no image for "
                                        + wanted
                                        + " in the index"));
    }
}
