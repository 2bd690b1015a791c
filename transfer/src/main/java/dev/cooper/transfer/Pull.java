package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Copy;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OnePlatform;
import dev.cooper.store.WritablePlace;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Brings an image of a registry into the local store. */
public final class Pull {
    private final RegistryPlace from;
    private final LocalStore store;
    private final Watcher watcher;
    private final Approval approval;

    /**
     * Prepares to pull.
     *
     * @param from the repository
     * @param store where images go
     * @param watcher hears of the layers
     */
    public Pull(RegistryPlace from, LocalStore store, Watcher watcher) {
        this(from, store, watcher, (_, _) -> {});
    }

    /**
     * Prepares to pull what somebody approves of.
     *
     * @param from the repository
     * @param store where images go
     * @param watcher hears of the layers
     * @param approval is asked before anything is brought
     */
    public Pull(RegistryPlace from, LocalStore store, Watcher watcher, Approval approval) {
        this.from = from;
        this.store = store;
        this.watcher = watcher;
        this.approval = approval;
    }

    /** Says whether an image may be brought. */
    public interface Approval {
        /**
         * Says so, by throwing nothing.
         *
         * @param name what it will be called in the store
         * @param root its manifest or index, which is what will be brought
         * @throws IOException when it may not be brought
         */
        void check(Reference name, Descriptor root) throws IOException;
    }

    /**
     * What was pulled.
     *
     * @param root what the name points at now: an index or a manifest
     * @param isNew whether the name pointed at something else before, or layers were missing
     */
    public record Pulled(Descriptor root, boolean isNew) {}

    /**
     * Pulls one image and names it in the store. Of an index the manifests for other platforms are
     * left out.
     *
     * @param reference with a tag or a digest; without both {@code latest} is meant. With a digest
     *     the tag is not looked at
     * @param platform which image of several; empty for this machine's
     * @return what was pulled
     * @throws IOException when the registry does not have it, or cannot be asked
     */
    public Pulled image(Reference reference, Optional<Platform> platform) throws IOException {
        return image(reference, platform, false);
    }

    /**
     * Pulls manifest and config of one image and names it in the store, which fetches the layers
     * when it needs them.
     *
     * @param reference with a tag or a digest; without both {@code latest} is meant
     * @param platform which image of several; empty for this machine's
     * @return what was pulled
     * @throws IOException when the registry does not have it, or cannot be asked
     */
    public Pulled withoutLayers(Reference reference, Optional<Platform> platform)
            throws IOException {
        return image(reference, platform, true);
    }

    private Pulled image(Reference reference, Optional<Platform> platform, boolean later)
            throws IOException {
        Reference name = nameInStore(reference);
        Descriptor root = Lookup.requireImage(from, name);
        approval.check(name, root);
        try (Lease lease = store.lease()) {
            OnePlatform view =
                    OnePlatform.of(
                            new Watched(from, watcher),
                            root,
                            platform.orElseGet(Platform::host),
                            name.familiar());
            byte[] content = view.read(view.image());
            List<Descriptor> layers = layers(content, name);
            if (!later) {
                announce(layers);
            }
            if (platform.isPresent() && MediaTypes.isManifest(root.mediaType())) {
                check(content, platform.get(), name);
            }
            boolean named = store.resolve(name).map(Descriptor::digest).equals(digest(root));
            WritablePlace to = later ? new LayersLater(store, from.name()) : store;
            int copied = Copy.graph(view, root, to).blobs();
            for (Descriptor layer : later ? List.<Descriptor>of() : layers) {
                store.recordOrigin(layer, from.name());
            }
            store.tag(name, root);
            return new Pulled(root, copied > 0 || !named);
        }
    }

    private static Optional<dev.cooper.oci.Digest> digest(Descriptor root) {
        return Optional.of(root.digest());
    }

    /** The name that a pulled image gets in the store: by its digest if that was asked for. */
    private static Reference nameInStore(Reference reference) {
        return reference.digest().isEmpty()
                ? reference.withDefaultTag()
                : reference.withoutTagAndDigest().withDigest(reference.digest().get());
    }

    private void announce(List<Descriptor> layers) throws IOException {
        for (Descriptor layer : layers) {
            if (store.has(layer)) {
                watcher.isThere(layer);
            } else {
                watcher.waits(layer);
            }
        }
    }

    private static List<Descriptor> layers(byte[] manifest, Reference name) throws IOException {
        try {
            return ImageManifest.parse(manifest).layers();
        } catch (SyntaxException e) {
            throw new IOException(
                    name.familiar()
                            + ": the manifest in registry "
                            + name.registry()
                            + " is damaged: "
                            + e.getMessage(),
                    e);
        }
    }

    private void check(byte[] manifest, Platform wanted, Reference name) throws IOException {
        Descriptor config = ImageManifest.parse(manifest).config();
        if (!MediaTypes.isConfig(config.mediaType())) {
            return;
        }
        Platform found = ImageConfig.parse(from.read(config)).platform();
        if (wanted.fit(found) < 0) {
            throw new IOException(
                    name.familiar()
                            + ": the image in registry "
                            + name.registry()
                            + " is for "
                            + found
                            + ", not for "
                            + wanted
                            + "; leave --platform out, or ask for another tag");
        }
    }
}
