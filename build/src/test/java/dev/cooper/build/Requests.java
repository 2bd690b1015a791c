package dev.cooper.build;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A build request in the making, and the graph it gives, on base images that exist in name only.
 */
final class Requests {
    private final String dockerfile;
    private final Map<String, String> args = new HashMap<>();
    private final Map<String, ContainerConfig> images = new HashMap<>();
    private Optional<String> target = Optional.empty();
    private Set<String> allow = Set.of();
    private List<Output> outputs = List.of();
    private Optional<Path> context = Optional.empty();

    private Requests(String dockerfile) {
        this.dockerfile = dockerfile;
    }

    static Requests of(String dockerfile) {
        return new Requests(dockerfile);
    }

    Requests arg(String name, String value) {
        args.put(name, value);
        return this;
    }

    Requests target(String stage) {
        target = Optional.of(stage);
        return this;
    }

    Requests allow(String entitlement) {
        allow = Set.of(entitlement);
        return this;
    }

    Requests context(Path directory) {
        context = Optional.of(directory);
        return this;
    }

    Requests output(Output output) {
        outputs = List.of(output);
        return this;
    }

    Requests image(String name, ContainerConfig config) {
        images.put(Reference.parse(name).withDefaultTag().toString(), config);
        return this;
    }

    BuildRequest request() {
        return new BuildRequest(
                context,
                "Dockerfile",
                dockerfile.getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                target,
                Optional.empty(),
                args,
                Map.of(),
                List.of(),
                outputs,
                false,
                Set.of(),
                false,
                Map.of(),
                Map.of(),
                BuildRequest.RunDefaults.NONE,
                Optional.empty(),
                allow,
                OptionalLong.empty(),
                false,
                false);
    }

    Graph graph() throws IOException {
        BuildRequest request = request();
        return new GraphBuilder(
                        Dockerfile.parse("Dockerfile", request.dockerfile()),
                        request,
                        this::resolve)
                .build();
    }

    private BaseImages.Base resolve(String name, Optional<Platform> platform) throws IOException {
        Reference reference = Reference.parse(name).withDefaultTag();
        ContainerConfig container = images.get(reference.toString());
        if (container == null) {
            throw new IOException(reference + ": not found");
        }
        ImageConfig config = ImageConfig.empty(Platform.host()).withConfig(container);
        Descriptor blob = Descriptor.of(MediaTypes.OCI_CONFIG, config.toJson());
        ImageManifest manifest = ImageManifest.of(blob, List.of());
        return new BaseImages.Base(
                Descriptor.of(MediaTypes.OCI_MANIFEST, manifest.toJson()), manifest, config);
    }
}
