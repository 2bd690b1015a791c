package dev.cooper.build;

import dev.cooper.dockerfile.Origin;
import dev.cooper.oci.Digest;

import java.util.Optional;

/**
 * How a vertex is shown and where it comes from.
 *
 * @param digest names it in progress events; unique in a build
 * @param name such as {@code [build 2/4] RUN make}
 * @param stage the name of its stage, or its index as text
 * @param instruction the instruction as it stands in the Dockerfile, in one line
 * @param origin where it stands; empty for what Cooper adds itself
 */
record Label(
        Digest digest, String name, String stage, String instruction, Optional<Origin> origin) {}
