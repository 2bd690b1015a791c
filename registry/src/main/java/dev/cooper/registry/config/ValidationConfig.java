package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What manifests are pushed may be refused for, beside what makes them none.
 *
 * @param urls where layers may be that are not here; empty for anywhere
 * @param indexes which manifests of an index must be here before it
 */
public record ValidationConfig(Optional<Urls> urls, Indexes indexes) {
    /** As the specification has it: indexes may be incomplete, layers may be anywhere. */
    static final ValidationConfig NONE =
            new ValidationConfig(Optional.empty(), new Indexes(false, Set.of()));

    private static final String SECTION = "validation.manifests.";

    /**
     * Regular expressions that addresses are compared with.
     *
     * @param allow one of which must be found in an address
     * @param deny none of which may be
     */
    public record Urls(List<Pattern> allow, List<Pattern> deny) {
        public Urls {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }

        /** Whether an address may be in a manifest. */
        public boolean allow(String url) {
            return allow.stream().anyMatch(pattern -> pattern.matcher(url).find())
                    && deny.stream().noneMatch(pattern -> pattern.matcher(url).find());
        }
    }

    /**
     * What of an index must be here.
     *
     * @param all whether all of it
     * @param platforms for which it must, such as {@code linux/amd64}
     */
    public record Indexes(boolean all, Set<String> platforms) {
        public Indexes {
            platforms = Set.copyOf(platforms);
        }

        /** Whether nothing must. */
        public boolean isEmpty() {
            return !all && platforms.isEmpty();
        }

        /** Whether a manifest for a platform must. */
        public boolean wants(String os, String architecture) {
            return all || platforms.contains(os + "/" + architecture);
        }
    }

    /** Reads {@code validation}. */
    static ValidationConfig read(ConfigTree tree) {
        boolean on =
                tree.flag("validation.enabled", true) && !tree.flag("validation.disabled", false);
        boolean ruled = !tree.under(SECTION + "urls").isEmpty();
        Urls urls = new Urls(patterns(tree, "urls.allow"), patterns(tree, "urls.deny"));
        ValidationConfig config =
                new ValidationConfig(ruled ? Optional.of(urls) : Optional.empty(), indexes(tree));
        return on ? config : NONE;
    }

    private static List<Pattern> patterns(ConfigTree tree, String key) {
        try {
            return tree.texts(SECTION + key).stream().map(Pattern::compile).toList();
        } catch (PatternSyntaxException e) {
            throw new SyntaxException(
                    SECTION + key + " \"" + e.getPattern() + "\": " + e.getDescription(), e);
        }
    }

    private static Indexes indexes(ConfigTree tree) {
        Set<String> platforms = new HashSet<>();
        for (ConfigTree each : tree.list(SECTION + "indexes.platformlist")) {
            platforms.add(each.text("os").orElse("") + "/" + each.text("architecture").orElse(""));
        }
        String which = tree.text(SECTION + "indexes.platforms").orElse("");
        return switch (which.toLowerCase(Locale.ROOT)) {
            case "", "none" -> new Indexes(false, Set.of());
            case "all" -> new Indexes(true, Set.of());
            case "list" -> new Indexes(false, platforms);
            default ->
                    throw new SyntaxException(
                            SECTION
                                    + "indexes.platforms \""
                                    + which
                                    + "\": want all, none or list");
        };
    }
}
