package dev.cooper.policy.rule;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A field of the workload, such as {@code privileged: true}; above it may stand others, as in
 * {@code securityContext.privileged}.
 *
 * @param path the names, from above
 * @param value pattern of what it holds
 */
record FieldMatch(List<String> path, Wildcard value) implements Condition {
    static Optional<FieldMatch> parse(String text) {
        int colon = text.indexOf(": ");
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        boolean plain =
                !name.isEmpty()
                        && name.chars()
                                .allMatch(c ->
                                        Character.isLetterOrDigit(c) || ".-_/".indexOf(c) >= 0);
        return plain
                ? Optional.of(
                        new FieldMatch(
                                List.of(name.split("\\.", -1)),
                                new Wildcard(unquoted(text.substring(colon + 2).strip()))))
                : Optional.empty();
    }

    private static String unquoted(String text) {
        boolean quoted =
                text.length() >= 2
                        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                        && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    @Override
    public Optional<String> against(Facts facts, Request request) {
        return find(request.workload().object())
                ? Optional.of("the workload has " + String.join(".", path) + ": " + value.pattern())
                : Optional.empty();
    }

    private boolean find(@Nullable Object at) {
        return switch (at) {
            case Map<?, ?> map -> here(map) || map.values().stream().anyMatch(this::find);
            case List<?> list -> list.stream().anyMatch(this::find);
            case null, default -> false;
        };
    }

    private boolean here(Map<?, ?> map) {
        Object at = map;
        for (String name : path) {
            if (!(at instanceof Map<?, ?> inner) || !inner.containsKey(name)) {
                return false;
            }
            at = inner.get(name);
        }
        return !(at instanceof Map) && !(at instanceof List) && value.matches(String.valueOf(at));
    }
}
