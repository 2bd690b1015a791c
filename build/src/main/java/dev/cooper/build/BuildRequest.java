package dev.cooper.build;

import dev.cooper.linux.Isolation;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one build was asked for.
 *
 * @param context the directory that COPY and ADD read; empty when the build has none
 * @param dockerfileName how messages call the Dockerfile
 * @param dockerfile its bytes
 * @param ignoreFile the ignore file that holds for it, with its name; empty for none
 * @param target the stage to build; empty for the last one
 * @param requestedPlatform the value of {@code --platform}
 * @param buildArgs {@code --build-arg}
 * @param labels {@code --label}: these win over the Dockerfile's
 * @param tags the names the image gets
 * @param outputs where the result goes; empty means the local store
 * @param noCache whether every step is made anew
 * @param noCacheFilter the stages whose steps are made anew
 * @param pull whether base images are looked up where they come from
 * @param secrets secrets by id
 * @param agents SSH agents by id
 * @param run what holds for every RUN
 * @param isolation the forced kind of sandbox; empty lets Cooper choose
 * @param allow entitlements, such as {@code security.insecure}
 * @param sourceDateEpoch the time the build pretends to happen at, in seconds since 1970
 * @param keepFailed whether the root of a failed RUN becomes an image
 * @param explain whether to say why each step was or was not cached
 */
@SuppressWarnings("ArrayRecordComponent") // the Dockerfile's bytes: carried, never compared
public record BuildRequest(
        Optional<Path> context,
        String dockerfileName,
        byte[] dockerfile,
        Optional<IgnoreSource> ignoreFile,
        Optional<String> target,
        Optional<Platform> requestedPlatform,
        Map<String, String> buildArgs,
        Map<String, String> labels,
        List<Reference> tags,
        List<Output> outputs,
        boolean noCache,
        Set<String> noCacheFilter,
        boolean pull,
        Map<String, Secret> secrets,
        Map<String, Agent> agents,
        RunDefaults run,
        Optional<Isolation> isolation,
        Set<String> allow,
        OptionalLong sourceDateEpoch,
        boolean keepFailed,
        boolean explain) {

    /** Copies what can change. */
    public BuildRequest {
        dockerfile = dockerfile.clone();
        buildArgs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        labels = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        tags = List.copyOf(tags);
        outputs = List.copyOf(outputs);
        noCacheFilter = Set.copyOf(noCacheFilter);
        secrets = Map.copyOf(secrets);
        agents = Map.copyOf(agents);
        allow = Set.copyOf(allow);
    }

    /** The platform the target runs on. */
    public Platform platform() {
        return requestedPlatform.orElseGet(Platform::host);
    }

    /** The same build of an image without a name. */
    public BuildRequest withoutTags() {
        return new BuildRequest(
                context,
                dockerfileName,
                dockerfile,
                ignoreFile,
                target,
                requestedPlatform,
                buildArgs,
                labels,
                List.of(),
                outputs,
                noCache,
                noCacheFilter,
                pull,
                secrets,
                agents,
                run,
                isolation,
                allow,
                sourceDateEpoch,
                keepFailed,
                explain);
    }

    /** The same build at another pretended time, in seconds since 1970. */
    BuildRequest withSourceDateEpoch(OptionalLong seconds) {
        return new BuildRequest(
                context,
                dockerfileName,
                dockerfile,
                ignoreFile,
                target,
                requestedPlatform,
                buildArgs,
                labels,
                tags,
                outputs,
                noCache,
                noCacheFilter,
                pull,
                secrets,
                agents,
                run,
                isolation,
                allow,
                seconds,
                keepFailed,
                explain);
    }

    /**
     * An ignore file.
     *
     * @param name its path as messages say it
     * @param content its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    public record IgnoreSource(String name, byte[] content) {}

    /** Where a secret's value is; it is read when a step needs it and kept nowhere. */
    public sealed interface Secret {
        /** The content of a file. */
        record File(Path path) implements Secret {}

        /** The value of an environment variable of the {@code cooper} process. */
        record Variable(String name) implements Secret {}
    }

    /**
     * An SSH agent that steps may ask.
     *
     * @param socket the agent's socket; empty when keys are given
     * @param keys private key files that an agent of the build's own serves
     */
    public record Agent(Optional<Path> socket, List<Path> keys) {
        /** Copies the keys. */
        public Agent {
            keys = List.copyOf(keys);
        }
    }

    /**
     * What holds for every RUN.
     *
     * @param network {@code default}, {@code none} or {@code host}
     * @param extraHosts {@code --add-host}, host name to address
     * @param ulimits {@code --ulimit}, as {@code name=soft:hard}
     * @param shmSize bytes of /dev/shm
     * @param memory bytes a step may use
     * @param cgroupParent the control group that steps run below
     */
    public record RunDefaults(
            String network,
            Map<String, String> extraHosts,
            List<String> ulimits,
            OptionalLong shmSize,
            OptionalLong memory,
            Optional<String> cgroupParent) {
        /** Nothing asked for. */
        public static final RunDefaults NONE =
                new RunDefaults(
                        "default",
                        Map.of(),
                        List.of(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty());

        /** Copies the collections. */
        public RunDefaults {
            extraHosts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extraHosts));
            ulimits = List.copyOf(ulimits);
        }
    }
}
