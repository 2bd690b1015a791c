package dev.cooper.policy.document;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What the words of YAML mean, as Kubernetes reads them. */
final class YamlScalar {
    private static final int LONGEST_NUMBER = 30;

    private YamlScalar() {}

    static @Nullable Object value(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain() || scalar.getTag().getValue().equals("!")) {
            return text;
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        boolean like = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
        if (!like || text.length() > LONGEST_NUMBER) {
            return text;
        }
        try {
            return text.startsWith("0x")
                    ? Long.parseLong(text, 2, text.length(), 16)
                    : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return real(text);
        }
    }

    private static Object real(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return text;
            }
        }
        try {
            double real = Double.parseDouble(text);
            return Double.isFinite(real) ? (Object) real : text;
        } catch (NumberFormatException _) {
            return text;
        }
    }
}
