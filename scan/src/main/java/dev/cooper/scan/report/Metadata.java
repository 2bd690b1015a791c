package dev.cooper.scan.report;

import dev.cooper.inventory.Distribution;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Map<String, String> source) {

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
                size, found, named, imageId, tags, digests, reference, config, layers, source);
    }
}
