package dev.cooper.registry.config;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which images are given out.
 *
 * @param files of policies, or directories of them
 * @param trustedRoot which authorities and logs are trusted where policies do not say it
 * @param enforces whether images are refused; otherwise the log says which would be
 * @param age how long a decision is kept
 * @param name host and port that images are called by, as policies name them; empty for what the
 *     registry is reached by
 * @param repositories patterns of the names of repositories whose images are looked at
 * @param exempt names of users to whom all is given out
 */
public record PolicyConfig(
        List<Path> files,
        Optional<Path> trustedRoot,
        boolean enforces,
        Duration age,
        Optional<String> name,
        List<String> repositories,
        Set<String> exempt) {
    private static final String SECTION = "cooper.policy";
    private static final Duration USUAL_AGE = Duration.ofMinutes(1);

    /** Copies the lists. */
    public PolicyConfig {
        files = List.copyOf(files);
        repositories = List.copyOf(repositories);
        exempt = Set.copyOf(exempt);
    }

    /** Reads {@code cooper.policy}; empty when there is nothing of it. */
    static Optional<PolicyConfig> read(ConfigTree tree) {
        if (tree.under(SECTION).isEmpty()) {
            return Optional.empty();
        }
        List<Path> files = tree.texts(SECTION + ".files").stream().map(Path::of).toList();
        if (files.isEmpty()) {
            throw new SyntaxException(
                    SECTION + ".files: want the files of policies that images are held against");
        }
        List<String> repositories = tree.texts(SECTION + ".repositories");
        return Optional.of(
                new PolicyConfig(
                        files,
                        given(tree, "trustedroot").map(Path::of),
                        enforces(given(tree, "mode").orElse("enforce")),
                        tree.durationOrNone(SECTION + ".age", USUAL_AGE),
                        given(tree, "name").map(PolicyConfig::host),
                        repositories.isEmpty() ? List.of("*") : repositories,
                        Set.copyOf(tree.texts(SECTION + ".exempt"))));
    }

    private static Optional<String> given(ConfigTree tree, String key) {
        return tree.text(SECTION + "." + key).filter(text -> !text.isEmpty());
    }

    private static String host(String text) {
        if (Reference.namesRegistry(text + "/image")
                && Reference.parse(text + "/image").registry().equals(text)) {
            return text;
        }
        throw new SyntaxException(
                SECTION + ".name \"" + text + "\": want a host, such as registry.example:5000");
    }

    private static boolean enforces(String mode) {
        return switch (mode) {
            case "enforce" -> true;
            case "audit" -> false;
            default ->
                    throw new SyntaxException(
                            SECTION + ".mode \"" + mode + "\": want enforce or audit");
        };
    }

    /** Says it in a few words, for people. */
    String summary() {
        return String.join(", ", files.stream().map(Path::toString).toList())
                + (enforces ? "" : ", only in the log");
    }
}
