package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.admission.ManifestSettings;
import dev.cooper.policy.admission.Manifests;
import dev.cooper.policy.admission.WebhookCertificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code cooper admission manifests}: what a cluster needs to run the webhook. */
final class AdmissionManifestsCommand implements Command {
    static final String SUMMARY = "Print what installs the webhook in a cluster";

    private static final Duration LIFE = Duration.ofDays(730);

    @Override
    public Usage usage() {
        return Usage.of("cooper admission manifests [OPTIONS] --image IMAGE", SUMMARY)
                .operands(0, 0)
                .value("image", 0, "image", "The image with cooper as its entry point")
                .list(PolicyGate.OPTION, 0, "file", "Put this policy into the cluster")
                .value("name", 0, "string", "The name of all objects (default cooper-admission)")
                .value("namespace", 'n', "string", "Where it runs (default cooper-system)")
                .value("replicas", 0, "number", "How many of it run (default 2)")
                .value("timeout-seconds", 0, "number", "How long the cluster waits (default 10)")
                .flag("fail-open", 0, "Let all through while the webhook cannot be reached")
                .list("exempt-namespace", 0, "pattern", "Ask nothing about this namespace")
                .value("format", 0, "string", "yaml, kustomize or helm (default yaml)")
                .value("output", 'o', "directory", "Where the files of kustomize and helm go")
                .details(
                        """
                        A new certificate for the webhook is among them, which the cluster is told to trust
                        for two years; whoever reads the output reads its key.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        ManifestSettings settings = settings(options);
        Manifests manifests = new Manifests(settings);
        String format = options.value("format").orElse("yaml");
        SortedMap<String, String> files =
                switch (format) {
                    case "yaml" -> new TreeMap<>();
                    case "kustomize" -> manifests.kustomize();
                    case "helm" -> manifests.helm();
                    default ->
                            throw new UsageException(
                                    "--format takes yaml, kustomize or helm, not \""
                                            + format
                                            + "\"");
                };
        if (files.isEmpty()) {
            terminal.print(manifests.all());
            return 0;
        }
        Path directory =
                Path.of(
                        options.value("output")
                                .orElseThrow(() ->
                                        new UsageException(
                                                "--output DIRECTORY is missing for " + format)));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, file.getValue());
        }
        return 0;
    }

    private static ManifestSettings settings(Options options) throws IOException {
        String name = options.value("name").orElse("cooper-admission");
        String namespace = options.value("namespace").orElse("cooper-system");
        List<Path> files = options.values(PolicyGate.OPTION).stream().map(Path::of).toList();
        PolicyFiles.read(files); // a cluster is no place to find out that one is wrong
        SortedMap<String, String> policies = new TreeMap<>();
        for (Path file : files) {
            policies.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
        return new ManifestSettings(
                name,
                namespace,
                options.value("image")
                        .orElseThrow(() -> new UsageException("--image IMAGE is missing")),
                number(options, "replicas", 2),
                number(options, "timeout-seconds", 10),
                options.isOn("fail-open"),
                options.values("exempt-namespace"),
                policies,
                Optional.of(
                        WebhookCertificate.create(
                                name + "." + namespace + ".svc", Instant.now(), LIFE)));
    }

    private static int number(Options options, String name, int usual) {
        try {
            return options.value(name).map(text -> Integer.parseInt(text)).orElse(usual);
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " takes a number");
        }
    }
}
