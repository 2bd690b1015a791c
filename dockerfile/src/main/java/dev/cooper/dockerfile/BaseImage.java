package dev.cooper.dockerfile;

import dev.cooper.oci.Platform;

import java.util.List;

/**
 * What checks want to know of a base image.
 *
 * @param platform the platform in its config
 * @param environment its variables, as {@code NAME=value}
 * @param hasShell true when its config sets a shell
 * @param onBuild its triggers
 */
public record BaseImage(
        Platform platform, List<String> environment, boolean hasShell, List<String> onBuild) {

    /** Copies the lists. */
    public BaseImage {
        environment = List.copyOf(environment);
        onBuild = List.copyOf(onBuild);
    }
}
