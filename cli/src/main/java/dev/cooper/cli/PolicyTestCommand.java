package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.evidence.GateMeans;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.policy.kyverno.PolicyTest;
import dev.cooper.policy.kyverno.PolicyTester;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code cooper policy test}: runs tests of policies. */
final class PolicyTestCommand implements Command {
    static final String SUMMARY = "Run tests of policies, as Kyverno's program has them";

    private static final int DEEPEST = 20;

    @Override
    public Usage usage() {
        return Usage.of("cooper policy test [OPTIONS] PATH...", SUMMARY)
                .value(
                        "file-name",
                        'f',
                        "string",
                        "What tests in directories are called (default \""
                                + PolicyTest.FILE
                                + "\")")
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .operands(1, Integer.MAX_VALUE)
                .details(
                        """
                        PATH is a file of a test, or a directory, of which all tests are run.
                        Images are looked at in their registries.\
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String name = options.value("file-name").orElse(PolicyTest.FILE);
        List<Path> files = new ArrayList<>();
        for (String operand : options.operands()) {
            files.addAll(tests(Path.of(operand), name));
        }
        int right = 0;
        int wrong = 0;
        try (Remote remote = new Remote(terminal, options.isOn("allow-insecure-registry"))) {
            GateMeans means =
                    new GateMeans(
                            each -> new RegistryAttachments(remote.place(each)),
                            Platform.host(),
                            Optional.empty(),
                            PolicyTrust.sources(options, false, terminal));
            for (Path file : files) {
                PolicyTest test = PolicyTest.read(file);
                PolicyTester tester =
                        new PolicyTester(
                                PolicyFiles.read(test.policies()),
                                each -> new ImageFacts(each, means),
                                Instant.now());
                terminal.println(test.name() + " (" + file + ")");
                for (PolicyTester.Outcome each : tester.run(test)) {
                    print(each, terminal);
                    right += each.isRight() ? 1 : 0;
                    wrong += each.isRight() ? 0 : 1;
                }
            }
        }
        terminal.println(right + " as wanted, " + wrong + " not");
        return wrong == 0 ? 0 : 1;
    }

    private static List<Path> tests(Path path, String name) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path, DEEPEST)) {
            List<Path> found =
                    all.filter(each -> String.valueOf(each.getFileName()).equals(name))
                            .sorted()
                            .toList();
            if (found.isEmpty()) {
                throw new IOException(path + ": there is no " + name + " in it");
            }
            return found;
        }
    }

    private static void print(PolicyTester.Outcome outcome, Terminal terminal) throws IOException {
        PolicyTest.Wanted wanted = outcome.wanted();
        String rule = wanted.rule().isEmpty() ? "" : "/" + wanted.rule();
        String object = wanted.kind().isEmpty() ? "" : wanted.kind() + " ";
        String line =
                wanted.policy() + rule + ": " + object + wanted.resource() + ": " + outcome.found();
        if (outcome.isRight()) {
            terminal.println("  " + line);
            return;
        }
        terminal.println("  " + line + ", want " + wanted.result() + " (" + wanted.where() + ")");
        for (String each : outcome.why().lines().toList()) {
            terminal.println("    " + each);
        }
    }
}
