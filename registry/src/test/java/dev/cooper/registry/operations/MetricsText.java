package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A strict reader of Prometheus' text format. */
final class MetricsText {
    private static final Pattern META =
            Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)"
                            + "(\\{[a-z_]+=\"[^\"]*\"(?:,[a-z_]+=\"[^\"]*\")*})? "
                            + "(NaN|[+-]?(?:Inf|[0-9][0-9.E+-]*))");

    private MetricsText() {}

    /** Fails when a line is no metric, has no type, or is there twice. */
    static void check(String text) {
        Map<String, String> types = new HashMap<>();
        Set<String> seen = new HashSet<>();
        assertTrue(text.endsWith("\n"));
        for (String line : text.lines().toList()) {
            Matcher meta = META.matcher(line);
            if (meta.matches()) {
                if (meta.group(1).equals("TYPE")) {
                    assertTrue(types.put(meta.group(2), meta.group(3)) == null, line);
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertTrue(sample.matches(), line);
            assertTrue(seen.add(sample.group(1) + sample.group(2)), line);
            String name = sample.group(1);
            String family = name.replaceFirst("_(bucket|sum|count)$", "");
            assertTrue(
                    types.containsKey(name) || "histogram".equals(types.get(family)),
                    () -> "no type: " + line);
        }
    }
}
