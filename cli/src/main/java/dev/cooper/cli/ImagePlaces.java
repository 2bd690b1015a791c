package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where an image is looked for, as {@code --image-src} says. */
final class ImagePlaces {
    private ImagePlaces() {}

    /**
     * The operand as the names of places, to be tried one after the other.
     *
     * @param sources words of Trivy: what a daemon has there, the store has here
     */
    static List<String> of(String operand, List<String> sources) {
        Set<String> places = new LinkedHashSet<>();
        for (String source : sources) {
            places.add(
                    switch (source) {
                        case "docker", "containerd", "podman" -> "store:" + operand;
                        case "remote" -> "docker://" + operand;
                        default ->
                                throw new UsageException(
                                        "--image-src takes docker, containerd, podman, remote, not"
                                                + " \""
                                                + source
                                                + "\"");
                    });
        }
        return places.isEmpty() || saysWhere(operand) ? List.of(operand) : List.copyOf(places);
    }

    /** Whether an operand names its place already. */
    private static boolean saysWhere(String operand) {
        return operand.contains("://")
                || List.of("store", "oci", "oci-dir", "oci-archive", "docker-archive")
                        .contains(operand.substring(0, Math.max(0, operand.indexOf(':'))));
    }
}
