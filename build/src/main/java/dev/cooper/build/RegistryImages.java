package dev.cooper.build;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;
import dev.cooper.transfer.Pull;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.Watcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Base images from the local store, and from their registries what the store lacks. Nothing of the
 * registry client is touched before it is needed.
 */
final class RegistryImages implements BaseImages, AutoCloseable {
    private final LocalStore store;
    private final LocalImages local;
    private final boolean always;
    private final Map<String, String> environment;
    private final Progress progress;
    private final Clock clock;
    private ImagePins pins = ImagePins.NONE;
    private @Nullable Registries registries;

    /**
     * Images of a store and of registries.
     *
     * @param always whether registries are asked for images that the store has, too
     * @param environment says where the configuration of registries is
     */
    RegistryImages(
            LocalStore store,
            boolean always,
            Map<String, String> environment,
            Progress progress,
            Clock clock) {
        this.store = store;
        this.local = new LocalImages(store);
        this.always = always;
        this.environment = environment;
        this.progress = progress;
        this.clock = clock;
    }

    /** The same, where names stand for what the pins say. */
    RegistryImages with(ImagePins others) {
        pins = others;
        return this;
    }

    @Override
    public Base resolve(String name, Optional<Platform> platform) throws IOException {
        Reference reference = pins.pin(meant(name));
        if (always) {
            pull(reference, platform);
            return local.resolve(reference, platform);
        }
        boolean known = store.resolve(reference).isPresent();
        try {
            if (known) {
                return local.resolve(reference, platform);
            }
        } catch (IOException e) {
            return pulledInstead(reference, platform, e);
        }
        try {
            pull(reference, platform);
        } catch (IOException e) {
            throw new IOException(
                    reference.familiar() + ": not in the local store; " + e.getMessage(), e);
        }
        return local.resolve(reference, platform);
    }

    /** The image of that name in the store if it has one, else what registries.conf makes of it. */
    private Reference meant(String name) throws IOException {
        Reference usual = Reference.parse(name).withDefaultTag();
        boolean here = !always && store.resolve(usual).isPresent();
        return here || Reference.namesRegistry(name)
                ? usual
                : registries().named(name).withDefaultTag();
    }

    /** What the store has does not do, for instance as it is for another platform. */
    private Base pulledInstead(
            Reference reference, Optional<Platform> platform, IOException problem)
            throws IOException {
        try {
            pull(reference, platform);
        } catch (IOException e) {
            throw new IOException(
                    problem.getMessage() + "; pulling it again: " + e.getMessage(), e);
        }
        return local.resolve(reference, platform);
    }

    /** Pulls manifest and config; layers follow when a step needs their files. */
    private void pull(Reference reference, Optional<Platform> platform) throws IOException {
        PullStep step = new PullStep(progress, clock, "[internal] load metadata for " + reference);
        step.begin();
        Optional<String> error = Optional.empty();
        boolean cached = false;
        try {
            cached =
                    !new Pull(registries().repository(reference), store, Watcher.NONE)
                            .withoutLayers(reference, platform)
                            .isNew();
        } catch (IOException e) {
            error = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            step.end(cached, error);
        }
    }

    private Registries registries() throws IOException {
        Registries known = registries;
        if (known == null) {
            known = Registries.ofEnvironment(environment);
            registries = known;
        }
        return known;
    }

    @Override
    public void close() {
        Registries open = registries;
        if (open != null) {
            for (String warning : open.warnings()) {
                Digest vertex = Digest.sha256(warning.getBytes(StandardCharsets.UTF_8));
                progress.on(
                        new ProgressEvent.Declared(
                                vertex, clock.instant(), "[internal] registry", List.of()));
                progress.on(
                        new ProgressEvent.Warning(
                                vertex, clock.instant(), "", warning, "", "", ""));
                progress.on(
                        new ProgressEvent.Completed(
                                vertex, clock.instant(), false, Optional.empty()));
            }
            open.close();
        }
    }
}
