package dev.cooper.cli;

import dev.cooper.build.Build;
import dev.cooper.build.BuildRequest;
import dev.cooper.build.BuildResult;
import dev.cooper.build.CacheReport;
import dev.cooper.build.StepFailedException;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.progress.ProgressRenderer;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.linux.SystemCalls;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.transfer.RegistriesOnDemand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cooper build}. */
final class BuildCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of("cooper build [OPTIONS] PATH | -", "Build an image from a Dockerfile")
                .operands(1, 1)
                .aliases("cooper build", "cooper image build", "cooper builder build")
                .list("add-host", 0, "strings", "Add a custom host-to-IP mapping (host:ip)")
                .list("allow", 0, "strings", "Allow extra privileges (security.insecure)")
                .list("build-arg", 0, "stringArray", "Set build-time variables")
                .value("cgroup-parent", 0, "string", "Control group that RUN steps run below")
                .flag("disable-content-trust", 0, DockerTrust.OPTION)
                .flag("explain", 0, "Say for each step why it was or was not cached")
                .value("file", 'f', "string", "Name of the Dockerfile (default: PATH/Dockerfile)")
                .value("iidfile", 0, "string", "Write the image ID to a file")
                .value("isolation", 0, "string", "Sandbox of RUN steps (namespaces, oci, chroot)")
                .flag("keep-failed", 0, "Keep the file system of a failed RUN as an image")
                .list("label", 0, "stringArray", "Set metadata for an image")
                .flag("load", 0, "Shorthand for --output=type=image")
                .value("memory", 'm', "bytes", "Memory limit of each RUN step")
                .value("metadata-file", 0, "string", "Write build result metadata to a file")
                .value("network", 0, "string", "Networking mode of RUN steps (default, host, none)")
                .flag("no-cache", 0, "Do not use the cache when building the image")
                .list("no-cache-filter", 0, "stringArray", "Do not cache specified stages")
                .list("output", 'o', "stringArray", "Output destination (type=oci,dest=path)")
                .value("platform", 0, "string", "Set the target platform of the build")
                .value(
                        "progress",
                        0,
                        "string",
                        "Type of progress output (auto, tty, plain, quiet, rawjson)")
                .list(PolicyGate.OPTION, 0, "file", PolicyGate.HELP)
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag("pull", 0, "Look for newer versions of base images")
                .flag("push", 0, "Push the image under all its names")
                .flag("quiet", 'q', "Suppress the build output and print the image ID on success")
                .list("secret", 0, "stringArray", "Secret to expose (id=mysecret[,src=/file])")
                .value("shm-size", 0, "bytes", "Size of /dev/shm of RUN steps")
                .list("ssh", 0, "stringArray", "SSH agent socket or keys (default|<id>[=<path>])")
                .list("tag", 't', "stringArray", "Name and optionally a tag (name:tag)")
                .value("target", 0, "string", "Set the target build stage to build")
                .list("ulimit", 0, "ulimit", "Ulimit options (nofile=1024:2048)");
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("prepare").start(SystemCalls::prepare);
        Optional<String> file = options.value("file");
        try (BuildSources sources =
                BuildSources.of(options.operands().getFirst(), file, terminal)) {
            return build(options, request(options, sources), terminal);
        }
    }

    private static int build(Options options, BuildRequest request, Terminal terminal)
            throws IOException, InterruptedException {
        Optional<PolicyGate> gate = PolicyGate.of(options, Gate.BUILD, terminal);
        if (gate.isPresent()) {
            BuiltAtGate.requireStore(request);
        }
        String mode = options.isOn("quiet") ? "quiet" : options.value("progress").orElse("auto");
        LocalStore store =
                LocalStore.open(LocalStore.defaultHome(terminal.environment()))
                        .reaching(new RegistriesOnDemand(System.getenv()));
        BuildResult result;
        try (ProgressRenderer progress = ProgressRenderer.of(mode, terminal)) {
            Build build =
                    new Build(store, snapshotOptions(), Clock.systemUTC())
                            .pinned(DockerTrust.pins(options, terminal));
            BuildRequest asked = gate.isPresent() ? request.withoutTags() : request;
            result = build.run(asked, progress, terminal.output());
        } catch (StepFailedException e) {
            terminal.error(FailureExcerpt.of(e, mode.equals("quiet") || mode.equals("none")));
            return 1;
        }
        explain(result.reports(), terminal);
        if (gate.isPresent()) {
            result = new BuiltAtGate(gate.get(), store).named(request, result);
        }
        Optional<String> id = result.config().map(Digest::toString);
        if (options.value("iidfile").isPresent()) {
            Files.writeString(Path.of(options.value("iidfile").get()), id.orElse(""));
        }
        if (options.value("metadata-file").isPresent()) {
            Path file = Path.of(options.value("metadata-file").get());
            Files.write(
                    file,
                    Json.pretty(metadata(result), 2)
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (options.isOn("push")) {
            push(result.names(), store, mode.equals("quiet"), terminal);
        }
        if (mode.equals("quiet") && id.isPresent()) {
            terminal.println(id.get());
        }
        return 0;
    }

    private static void push(
            List<Reference> names, LocalStore store, boolean quiet, Terminal terminal)
            throws IOException {
        try (Remote remote = new Remote(terminal)) {
            for (Reference name : names) {
                Descriptor image =
                        store.resolve(name)
                                .orElseThrow(() ->
                                        new IOException(
                                                "pushing "
                                                        + name.familiar()
                                                        + ": the build left no image of this name"
                                                        + " in the store; add -o type=image"));
                if (!quiet) {
                    terminal.println("The push refers to repository [" + name.name() + "]");
                }
                new Push(store, remote.place(name), terminal, quiet)
                        .image(name, image, Optional.empty());
            }
        }
    }

    private static SnapshotOptions snapshotOptions() {
        boolean single = "single".equals(System.getenv("COOPER_NAMESPACE"));
        return SnapshotOptions.DEFAULT.withIgnoreOwnership(single);
    }

    private static BuildRequest request(Options options, BuildSources sources) {
        BuildOptions values = new BuildOptions(options);
        Map<String, String> buildArgs = values.buildArgs();
        return new BuildRequest(
                sources.context(),
                sources.dockerfileName(),
                sources.dockerfile(),
                sources.ignoreFile(),
                options.value("target"),
                values.platform(),
                buildArgs,
                values.labels(),
                values.tags(),
                values.outputs(),
                options.isOn("no-cache"),
                values.noCacheFilter(),
                options.isOn("pull"),
                values.secrets(),
                values.agents(),
                values.run(),
                values.isolation(),
                values.allow(),
                BuildOptions.epoch(buildArgs),
                options.isOn("keep-failed"),
                options.isOn("explain"));
    }

    private static void explain(List<CacheReport> reports, Terminal terminal) throws IOException {
        for (CacheReport report : reports) {
            terminal.println((report.hit() ? "hit   " : "miss  ") + report.step());
            for (String reason : report.reasons()) {
                terminal.println("      " + reason);
            }
        }
    }

    /** The keys that buildx writes. */
    private static Map<String, Object> metadata(BuildResult result) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        result.config()
                .ifPresent(id -> metadata.put("containerimage.config.digest", id.toString()));
        result.image()
                .ifPresent(image -> {
                    metadata.put("containerimage.descriptor", image.toMap());
                    metadata.put("containerimage.digest", image.digest().toString());
                });
        if (!result.names().isEmpty()) {
            metadata.put(
                    "image.name",
                    String.join(",", result.names().stream().map(Reference::toString).toList()));
        }
        return metadata;
    }
}
