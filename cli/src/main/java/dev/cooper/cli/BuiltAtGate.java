package dev.cooper.cli;

import dev.cooper.build.BuildRequest;
import dev.cooper.build.BuildResult;
import dev.cooper.build.Output;
import dev.cooper.cli.option.UsageException;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Names an image that was built without a name, once the gate has let it through. One that is
 * refused stays without a name, until it is pruned.
 */
final class BuiltAtGate {
    private static final Reference NAMELESS = Reference.parse("localhost/built:latest");

    private final PolicyGate gate;
    private final LocalStore store;

    BuiltAtGate(PolicyGate gate, LocalStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** Refuses outputs that would be there before the gate is asked. */
    static void requireStore(BuildRequest request) {
        for (Output output : request.outputs()) {
            if (!output.equals(Output.image())) {
                throw new UsageException(
                        "--policy goes with images in the store: leave --output out, and use"
                                + " cooper save or cooper push afterwards");
            }
        }
    }

    BuildResult named(BuildRequest request, BuildResult result) throws IOException {
        Descriptor image =
                result.image()
                        .orElseThrow(() -> new IOException("the build left no image to look at"));
        List<Reference> names = request.tags();
        Dockerfile dockerfile = Dockerfile.parse(request.dockerfileName(), request.dockerfile());
        for (Reference name : names.isEmpty() ? List.of(NAMELESS) : names) {
            gate.check(
                    name.withDefaultTag(),
                    image,
                    request.requestedPlatform(),
                    store::open,
                    Optional.empty(),
                    Optional.of(dockerfile));
        }
        for (Reference name : names) {
            store.tag(name, image);
        }
        return new BuildResult(
                result.image(), result.config(), names, result.reports(), result.warnings());
    }
}
