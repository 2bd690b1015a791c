package dev.cooper.policy;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Variables;
import dev.cooper.policy.rego.Compliance;
import dev.cooper.policy.rego.RegoException;
import dev.cooper.trust.envelope.Statement;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Policies over what statements say, in files of their own.
 *
 * @param rego modules of which one, in the package {@code signature}, says {@code allow}
 * @param cel expressions that must hold, by the name of their file
 */
public record StatementPolicies(
        Optional<dev.cooper.policy.rego.Program> rego,
        Map<String, dev.cooper.policy.cel.Program> cel) {
    private static final Set<String> NAMES = Set.of("statement", "predicateType", "predicate");

    /** Copies the expressions. */
    public StatementPolicies {
        cel = Map.copyOf(cel);
    }

    /**
     * Reads policies; the end of a file's name says in which language it is.
     *
     * @throws SyntaxException when one is wrong, or in a language that is not known
     * @throws IOException when a file cannot be read
     */
    public static StatementPolicies read(List<Path> files) throws IOException {
        Map<String, String> modules = new LinkedHashMap<>();
        Map<String, dev.cooper.policy.cel.Program> expressions = new LinkedHashMap<>();
        for (Path file : files) {
            String name = file.toString();
            if (name.endsWith(".rego")) {
                modules.put(name, content(file));
            } else if (name.endsWith(".cel")) {
                expressions.put(name, expression(name, content(file)));
            } else if (name.endsWith(".cue")) {
                throw new SyntaxException(
                        name
                                + ": policies in CUE are not evaluated here; write the same"
                                + " conditions in Rego (FILE.rego) or in CEL (FILE.cel)");
            } else {
                throw new SyntaxException(
                        name + ": the name of a policy over statements ends in .rego or .cel");
            }
        }
        return new StatementPolicies(
                modules.isEmpty()
                        ? Optional.empty()
                        : Optional.of(dev.cooper.policy.rego.Program.parse(modules)),
                expressions);
    }

    private static dev.cooper.policy.cel.Program expression(String file, String text) {
        try {
            return dev.cooper.policy.cel.Program.parse(text.strip(), Map.of()).onlyOf(NAMES);
        } catch (SyntaxException e) {
            throw new SyntaxException(file + ": " + e.getMessage(), e);
        }
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            int most = dev.cooper.policy.rego.Program.MOST_CHARACTERS;
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new SyntaxException(file + ": the file has more than " + most + " bytes");
            }
            return new String(content, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
    }

    /**
     * Asks them about a statement.
     *
     * @return why it does not count; empty when it does
     */
    public List<String> against(Statement statement) {
        Map<?, ?> json =
                (Map<?, ?>) Optional.ofNullable(Json.parse(statement.toJson())).orElseThrow();
        List<String> against = new ArrayList<>();
        try {
            rego.map(program -> Compliance.allow(program, json))
                    .ifPresent(it -> against.addAll(it.errors()));
        } catch (RegoException e) {
            against.add("the policy cannot be worked out: " + e.getMessage());
        }
        cel.forEach((file, program) -> {
            try {
                Variables variables =
                        new Variables()
                                .with("statement", json)
                                .with("predicateType", statement.predicateType())
                                .with("predicate", json.get("predicate"));
                if (!program.holds(variables)) {
                    against.add(file + ": \"" + program.text() + "\" does not hold");
                }
            } catch (CelException e) {
                against.add(file + ": " + e.getMessage());
            }
        });
        return against;
    }
}
