package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.document.YamlNode;

import java.util.Set;

/** Reads the expressions of a policy of images. */
final class Expressions {
    /** What they may ask for. */
    static final Set<String> VARIABLES =
            Set.of(
                    "object",
                    "oldObject",
                    "request",
                    "namespaceObject",
                    "variables",
                    "images",
                    "attestors",
                    "attestations");

    /** What those that choose images may ask for. */
    static final Set<String> OF_REFERENCES = Set.of("ref");

    private Expressions() {}

    static Program read(YamlNode node, Set<String> variables) {
        try {
            return Program.parse(node.wantedText(), ImageFunctions.ALL).onlyOf(variables);
        } catch (SyntaxException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }
}
