package dev.cooper.registry.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody wants to do with a resource, written {@code repository:team/shop:pull,push} as in
 * tokens and challenges.
 *
 * @param type {@code repository} or {@code registry}
 * @param name of the resource; may hold colons
 * @param actions in their order
 */
public record Scope(String type, String name, Set<String> actions) {
    /** To read. */
    public static final String PULL = "pull";

    /** To write. */
    public static final String PUSH = "push";

    /** To delete. */
    public static final String DELETE = "delete";

    /** To list all repositories. */
    public static final Scope CATALOG = new Scope("registry", "catalog", Set.of("*"));

    public Scope {
        actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
    }

    /** Actions in a repository. */
    public static Scope repository(String name, String... actions) {
        return new Scope("repository", name, new LinkedHashSet<>(List.of(actions)));
    }

    /** Reads a scope; null when the text is none, as a foreign client may send anything. */
    public static @Nullable Scope parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first <= 0 || last <= first + 1 || last == text.length() - 1) {
            return null;
        }
        Set<String> actions =
                new LinkedHashSet<>(Arrays.asList(text.substring(last + 1).split(",")));
        actions.remove("");
        return new Scope(text.substring(0, first), text.substring(first + 1, last), actions);
    }

    /** Whether it is about a repository. */
    public boolean isRepository() {
        return type.equals("repository");
    }

    /** The same resource with other actions. */
    public Scope withActions(Set<String> newActions) {
        return new Scope(type, name, newActions);
    }

    @Override
    public String toString() {
        return type + ":" + name + ":" + String.join(",", actions);
    }
}
