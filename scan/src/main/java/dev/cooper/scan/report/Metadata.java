package dev.cooper.scan.report;

import dev.cooper.inventory.Distribution;
import dev.cooper.scan.match.BaseImage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of the thing that was scanned, besides what was found in it.
 *
 * @param size in bytes, not compressed; 0 where it is not known
 * @param distribution as the files say it
 * @param system the same in the words of reports, if there is one
 * @param imageId digest of the configuration; empty for all but images
 * @param tags full names of the image
 * @param digests full names with the digest of the manifest
 * @param reference the name it was found by; may be empty
 * @param config the configuration, as it stands in the image; empty for all but images
 * @param layers from the bottom up
 * @param source where a repository comes from, by Trivy's names: {@code RepoURL}, {@code Branch},
 *     {@code Commit} …
 * @param base the image it was built on, as far as it is known
 */
public record Metadata(
        long size,
        Distribution distribution,
        Optional<OperatingSystem> system,
        String imageId,
        List<String> tags,
        List<String> digests,
        String reference,
        Map<String, @Nullable Object> config,
        List<LayerDetail> layers,
        Map<String, String> source,
        Optional<BaseImage> base) {

    private static final int LONGEST_STEP = 60;

    /** Of something that nobody built on anything. */
    public Metadata(
            long size,
            Distribution distribution,
            Optional<OperatingSystem> system,
            String imageId,
            List<String> tags,
            List<String> digests,
            String reference,
            Map<String, @Nullable Object> config,
            List<LayerDetail> layers,
            Map<String, String> source) {
        this(
                size,
                distribution,
                system,
                imageId,
                tags,
                digests,
                reference,
                config,
                layers,
                source,
                Optional.empty());
    }

    /** Nothing is known. */
    public static final Metadata NONE =
            new Metadata(
                    0,
                    Distribution.UNKNOWN,
                    Optional.empty(),
                    "",
                    List.of(),
                    List.of(),
                    "",
                    Map.of(),
                    List.of(),
                    Map.of());

    public Metadata {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
        layers = List.copyOf(layers);
        source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }

    /** The same with what the files say of the distribution. */
    public Metadata with(Distribution found, Optional<OperatingSystem> named) {
        return new Metadata(
                size, found, named, imageId, tags, digests, reference, config, layers, source,
                base);
    }

    /**
     * The same with the sizes of layers; together they are the size of the image.
     *
     * @param sizes in bytes, one a layer; those of other things than images are left out
     */
    public Metadata withSizes(List<Long> sizes) {
        if (layers.size() != sizes.size()) {
            return this;
        }
        List<LayerDetail> sized = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            sized.add(layers.get(i).withSize(sizes.get(i)));
        }
        return new Metadata(
                sizes.stream().mapToLong(Long::longValue).sum(),
                distribution,
                system,
                imageId,
                tags,
                digests,
                reference,
                config,
                sized,
                source,
                base);
    }

    /** The same with the image it was built on. */
    public Metadata with(Optional<BaseImage> below) {
        return new Metadata(
                size,
                distribution,
                system,
                imageId,
                tags,
                digests,
                reference,
                config,
                layers,
                source,
                below);
    }

    /** How many of the lowest layers are those of the image it was built on, if that is known. */
    public OptionalInt baseLayers() {
        return base.map(BaseImage::known).orElse(OptionalInt.empty());
    }

    /**
     * For people: where a layer comes from, such as {@code Dockerfile:12, RUN make, above the base
     * image debian:12}; empty where nothing is known.
     *
     * @param number of the layer, from 0; -1 for none
     */
    public String origin(int number) {
        if (number < 0 || number >= layers.size()) {
            return "";
        }
        LayerDetail layer = layers.get(number);
        List<String> parts = new ArrayList<>();
        parts.add(layer.origin());
        parts.add(step(layer.createdBy()));
        if (baseLayers().isPresent()) {
            BaseImage image = base.orElseThrow();
            parts.add((image.has(number) ? "of " : "above ") + image.title());
        }
        parts.removeIf(String::isEmpty);
        return String.join(", ", parts);
    }

    /**
     * The same where the base image or the line of the Dockerfile is known; else empty, as the step
     * alone says little.
     */
    String knownOrigin(int number) {
        boolean isLayer = number >= 0 && number < layers.size();
        return isLayer && (hasNamedBase() || !layers.get(number).origin().isEmpty())
                ? origin(number)
                : "";
    }

    /** Whether it is known which image it was built on, and which layers are that image's. */
    boolean hasNamedBase() {
        return baseLayers().isPresent() && !base.orElseThrow().name().isEmpty();
    }

    /** The beginning of a step, without what builders put around it. */
    private static String step(String createdBy) {
        String text = createdBy.strip().replace('\n', ' ');
        int comment = text.lastIndexOf(" # buildkit");
        text = comment > 0 ? text.substring(0, comment) : text;
        text = text.replace("/bin/sh -c #(nop)", "").replace("RUN /bin/sh -c ", "RUN ").strip();
        return text.length() > LONGEST_STEP ? text.substring(0, LONGEST_STEP) + "…" : text;
    }
}
