package dev.cooper.policy.kyverno;

import dev.cooper.policy.cel.Program;
import dev.cooper.policy.document.YamlNode;

import java.util.Optional;
import java.util.Set;

/**
 * A text of a policy.
 *
 * @param text as it is written; empty when it is worked out
 * @param program that works it out when it is needed
 */
record GivenText(String text, Optional<Program> program) {
    /** Works texts out. */
    interface Known {
        String of(Program program);
    }

    static GivenText of(String text) {
        return new GivenText(text, Optional.empty());
    }

    /** Reads the text under a key, or the expression beside it. */
    static GivenText read(YamlNode node, String key, Set<String> variables) {
        YamlNode expression = node.get("expression");
        if (!expression.exists()) {
            return of(node.get(key).text());
        }
        if (node.get(key).exists()) {
            throw expression.wrong("want " + key + " or expression, not both");
        }
        return new GivenText("", Optional.of(Expressions.read(expression, variables)));
    }

    boolean isEmpty() {
        return text.isEmpty() && program.isEmpty();
    }

    String in(Known known) {
        return program.map(known::of).orElse(text);
    }
}
