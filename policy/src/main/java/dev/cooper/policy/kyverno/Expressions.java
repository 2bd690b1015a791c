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
        String text = node.wantedText();
        if (text.contains("globalContext.")) {
            throw node.wrong(
                    "what Kyverno's own controller keeps for all policies is not known here");
        }
        if (text.contains("http.")) {
            throw node.wrong("no other services are asked here");
        }
        try {
            return Program.parse(text, ImageFunctions.ALL).onlyOf(variables);
        } catch (SyntaxException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }
}
