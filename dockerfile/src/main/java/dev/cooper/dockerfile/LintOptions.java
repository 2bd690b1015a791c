package dev.cooper.dockerfile;

import dev.cooper.oci.Platform;

import java.util.Map;
import java.util.Optional;

/**
 * What checks take into account besides the file.
 *
 * @param check replaces the file's {@code check=} directive (BUILDKIT_DOCKERFILE_CHECK)
 * @param target the stage to build; empty: the last
 * @param allStages true: also stages that the target does not need
 * @param predefined arguments that need no declaration, such as BUILDPLATFORM
 * @param buildArguments what the user gave with {@code --build-arg}
 * @param ignoreFile what is left out of the build context
 * @param platform the platform to build for
 */
public record LintOptions(
        Optional<String> check,
        String target,
        boolean allStages,
        Map<String, String> predefined,
        Map<String, String> buildArguments,
        IgnoreFile ignoreFile,
        BaseImages baseImages,
        Platform platform) {

    /** Copies the maps. */
    public LintOptions {
        predefined = Map.copyOf(predefined);
        buildArguments = Map.copyOf(buildArguments);
    }

    /** All stages for a platform, which is also the one that builds; nothing else is known. */
    public static LintOptions forPlatform(Platform platform) {
        return new LintOptions(
                Optional.empty(),
                "",
                true,
                Map.of(
                        "BUILDPLATFORM", platform.toString(),
                        "BUILDOS", platform.os(),
                        "BUILDARCH", platform.architecture(),
                        "BUILDVARIANT", platform.variant().orElse(""),
                        "TARGETPLATFORM", platform.toString(),
                        "TARGETOS", platform.os(),
                        "TARGETARCH", platform.architecture(),
                        "TARGETVARIANT", platform.variant().orElse(""),
                        "TARGETSTAGE", "default"),
                Map.of(),
                IgnoreFile.EMPTY,
                BaseImages.UNKNOWN,
                platform);
    }

    /** The same for one target and the stages it needs. */
    public LintOptions withTarget(String newTarget) {
        return new LintOptions(
                check,
                newTarget,
                false,
                predefined,
                buildArguments,
                ignoreFile,
                baseImages,
                platform);
    }

    /** The same with other arguments. */
    public LintOptions withArguments(
            Map<String, String> newPredefined, Map<String, String> newBuildArguments) {
        return new LintOptions(
                check,
                target,
                allStages,
                newPredefined,
                newBuildArguments,
                ignoreFile,
                baseImages,
                platform);
    }

    /** The same with an ignore file. */
    public LintOptions withIgnoreFile(IgnoreFile newIgnoreFile) {
        return new LintOptions(
                check,
                target,
                allStages,
                predefined,
                buildArguments,
                newIgnoreFile,
                baseImages,
                platform);
    }

    /** The same with known base images. */
    public LintOptions withBaseImages(BaseImages newBaseImages) {
        return new LintOptions(
                check,
                target,
                allStages,
                predefined,
                buildArguments,
                ignoreFile,
                newBaseImages,
                platform);
    }

    /** The same with other rules to skip. */
    public LintOptions withCheck(String newCheck) {
        return new LintOptions(
                Optional.of(newCheck),
                target,
                allStages,
                predefined,
                buildArguments,
                ignoreFile,
                baseImages,
                platform);
    }
}
