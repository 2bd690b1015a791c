package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

import java.util.List;
import java.util.Optional;

/**
 * What a build came to.
 *
 * @param image the manifest; empty when no output was an image
 * @param config the digest of its config; empty when there is none
 * @param names the names it got in the store
 * @param reports why each step was or was not cached, in order
 * @param warnings what build checks found
 */
public record BuildResult(
        Optional<Descriptor> image,
        Optional<Digest> config,
        List<Reference> names,
        List<CacheReport> reports,
        List<ProgressEvent.Warning> warnings) {
    /** Copies the lists. */
    public BuildResult {
        names = List.copyOf(names);
        reports = List.copyOf(reports);
        warnings = List.copyOf(warnings);
    }
}
