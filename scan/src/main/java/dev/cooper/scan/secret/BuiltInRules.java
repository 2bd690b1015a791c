package dev.cooper.scan.secret;

import dev.cooper.scan.advisory.Severity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the rules that come with the program; their file tells its form. */
final class BuiltInRules {
    private static final Map<String, String> MACROS =
            Map.of(
                    "{to}",
                            "[\\w.-]{0,30}\\\\?[\"'\\]]{0,2}\\s{0,4}(?:=>|:=|==|[=:,]|\\s)\\s{0,4}"
                                    + "\\\\?[\"'`]?",
                    "{end}", "(?:[\"'`\\s;,&<>)\\]}\\\\]|$)",
                    "{b64}", "[A-Za-z0-9+/]");
    private static final double LEAST_ENTROPY = 2.5;
    private static final int WINDOW = 1 << 10;
    private static final int LONG_WINDOW = 16 << 10;

    /** What stands where a secret is to be written. */
    private static final List<String> PLACEHOLDERS =
            List.of(
                    "example",
                    "placeholder",
                    "changeme",
                    "change_me",
                    "change-me",
                    "xxxxxx",
                    "your_",
                    "your-",
                    "sample",
                    "dummy",
                    "redacted",
                    "12345678",
                    "abcdefgh",
                    "0000000000");

    private BuiltInRules() {}

    /** The bytes of the file of rules. */
    static byte[] bytes() {
        try (InputStream in = BuiltInRules.class.getResourceAsStream("rules.txt")) {
            if (in == null) {
                throw new IllegalStateException("rules.txt is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<SecretRule> read() {
        List<SecretRule> rules = new ArrayList<>();
        String text = new String(bytes(), StandardCharsets.UTF_8);
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                rules.add(rule(line.split(" \\| ", 7)));
            }
        }
        return List.copyOf(rules);
    }

    /** Which texts are no secrets. */
    static Allowed placeholders() {
        return new Allowed(List.of(), List.of(), Allowed.Target.SECRET, PLACEHOLDERS, false);
    }

    private static SecretRule rule(String[] fields) {
        String expression = fields[6];
        for (Map.Entry<String, String> macro : MACROS.entrySet()) {
            expression = expression.replace(macro.getKey(), macro.getValue());
        }
        String[] kind = fields[3].split(">", 2);
        return new SecretRule(
                fields[0],
                fields[1],
                fields[4],
                Severity.valueOf(fields[2]),
                kind(kind[0]),
                List.of(fields[5].split(" ", -1)),
                new Expression(expression),
                SecretRule.FIRST_GROUP,
                null,
                kind.length > 1 ? Double.parseDouble(kind[1]) : LEAST_ENTROPY,
                List.of());
    }

    private static SecretRule.Kind kind(String name) {
        if (name.startsWith("around-")) {
            int before = Integer.parseInt(name, "around-".length(), name.length(), 10);
            return new SecretRule.Kind(SecretRule.Kind.Place.AROUND, before, WINDOW);
        }
        return switch (name) {
            case "token" -> new SecretRule.Kind(SecretRule.Kind.Place.TOKEN, 0, WINDOW);
            case "long" -> new SecretRule.Kind(SecretRule.Kind.Place.TOKEN, 0, LONG_WINDOW);
            case "named" -> new SecretRule.Kind(SecretRule.Kind.Place.NAMED, 0, WINDOW);
            case "context" -> new SecretRule.Kind(SecretRule.Kind.Place.CONTEXT, 0, WINDOW);
            default -> throw new IllegalStateException("kind " + name);
        };
    }
}
