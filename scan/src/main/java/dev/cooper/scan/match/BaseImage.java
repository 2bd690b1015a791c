package dev.cooper.scan.match;

import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The image that another was built on: what is in its layers, a newer base mends; what is above,
 * the image's own author.
 *
 * @param name empty where it is not known
 * @param digest of its manifest; empty where it is not known
 * @param layers how many of the lowest layers are its own; 0 where it is not known
 * @param steps how many of the first lines of the history are its own
 * @param source how it is known
 */
public record BaseImage(String name, String digest, int layers, int steps, Source source) {

    /** How a base is known, the surest first. */
    public enum Source {
        /** The image was built here, which was written down. */
        BUILD,
        /** It is an image that is here, and the other has all its layers and steps. */
        LAYERS,
        /** The image names it. */
        ANNOTATION,
        /** The history looks as if it ended there. */
        HISTORY;

        /** The word of reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An image that may be the base of another.
     *
     * @param digest of its manifest; may be empty
     */
    public record Known(String name, String digest, ImageConfig config) {}

    /** The one among some images that has the most of the layers below an image. */
    public static Optional<BaseImage> among(Collection<Known> images, ImageConfig above) {
        return images.stream()
                .filter(each -> isBelow(each.config, above))
                .max(
                        Comparator.comparingInt((Known each) -> each.config.diffIds().size())
                                .thenComparingInt(each -> each.config.history().size())
                                .thenComparing(Known::name, Comparator.reverseOrder()))
                .map(each ->
                        new BaseImage(
                                each.name,
                                each.digest,
                                each.config.diffIds().size(),
                                each.config.history().size(),
                                Source.LAYERS));
    }

    /** Whether an image has all layers and steps of another, and more. */
    private static boolean isBelow(ImageConfig base, ImageConfig above) {
        List<Digest> layers = base.diffIds();
        return !layers.isEmpty()
                && startsWith(above.diffIds(), layers)
                && startsWith(steps(above), steps(base))
                && (layers.size() < above.diffIds().size()
                        || base.history().size() < above.history().size());
    }

    private static boolean startsWith(List<?> whole, List<?> start) {
        return whole.size() >= start.size() && whole.subList(0, start.size()).equals(start);
    }

    private static List<String> steps(ImageConfig config) {
        return config.history().stream().map(History::createdBy).toList();
    }

    /**
     * A base of which only the end is known.
     *
     * @param steps how many of the first lines of the history are its own
     * @return empty when there are none, or the history is not that of the layers
     */
    public static Optional<BaseImage> ofSteps(ImageConfig image, int steps) {
        List<History> history = image.history();
        int layers = layers(history.subList(0, Math.min(steps, history.size())));
        return layers == 0 || layers(history) != image.diffIds().size()
                ? Optional.empty()
                : Optional.of(new BaseImage("", "", layers, steps, Source.HISTORY));
    }

    private static int layers(List<History> history) {
        return (int) history.stream().filter(step -> !step.emptyLayer()).count();
    }

    /** The same by the name that the image itself gives it. */
    public BaseImage named(String its, String manifest) {
        return new BaseImage(its, manifest, layers, steps, Source.ANNOTATION);
    }

    /** How many of the lowest layers are its own, if that is known. */
    public OptionalInt known() {
        return layers == 0 ? OptionalInt.empty() : OptionalInt.of(layers);
    }

    /** Whether a finding is in a layer of the base. */
    public boolean has(VulnerabilityFinding finding) {
        return has(finding.found().layer());
    }

    /**
     * Whether a layer is one of the base.
     *
     * @param layer its number, from 0; -1 for none
     */
    public boolean has(int layer) {
        return layer >= 0 && layer < layers;
    }

    /** For people: its name, or what can be said without one. */
    public String title() {
        return name.isEmpty() ? "the base image" : "the base image " + name;
    }
}
