package dev.cooper.trust.verdict;

import dev.cooper.oci.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out of all checks of one image.
 *
 * @param subject the image, by name and digest
 * @param root all checks
 */
public record Verdict(String subject, Check root) {
    private static final int MOST_DEPTH = 40;

    /** Tells whether all was checked and holds. */
    public boolean isPassed() {
        return root.isPassed();
    }

    /**
     * Returns the checks as a tree for people, one a line, with a line break at the end.
     *
     * <pre>
     * shop:1@sha256:…: FAILED
     * └── policy no-root: FAILED
     *     └── rule no-root: FAILED: it runs as root
     * </pre>
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(clean(subject)).append(": ").append(root.outcome());
        reason(text, root);
        children(text, root, "", 0);
        return text.toString();
    }

    private static void children(StringBuilder text, Check check, String indent, int depth) {
        if (depth == MOST_DEPTH) {
            return;
        }
        int left = check.parts().size();
        for (Check part : check.parts()) {
            left--;
            text.append(indent).append(left == 0 ? "└── " : "├── ");
            text.append(clean(part.name())).append(": ").append(part.outcome());
            reason(text, part);
            children(text, part, indent + (left == 0 ? "    " : "│   "), depth + 1);
        }
    }

    private static void reason(StringBuilder text, Check check) {
        if (!check.reason().isEmpty()) {
            text.append(": ").append(clean(check.reason()));
        }
        text.append('\n');
    }

    /** What others wrote must not move the cursor, nor begin lines. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return clean.toString();
    }

    /** Returns the same for programs. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", subject);
        json.put("passed", isPassed());
        json.put("checks", map(root, 0));
        return Json.prettyBytes(json, 2);
    }

    private static Map<String, Object> map(Check check, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", check.name());
        map.put("outcome", check.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (!check.reason().isEmpty()) {
            map.put("reason", check.reason());
        }
        if (!check.parts().isEmpty() && depth < MOST_DEPTH) {
            List<Object> parts = new ArrayList<>();
            check.parts().forEach(part -> parts.add(map(part, depth + 1)));
            map.put("parts", parts);
        }
        return map;
    }
}
