package dev.cooper.cli;

import dev.cooper.cli.format.Moment;
import dev.cooper.dockerfile.Glob;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The {@code --filter} of {@code images} and {@code prune}: what is kept must fit all of them. */
final class ImageFilter {
    private final List<Predicate<StoredImage>> rules = new ArrayList<>();
    private final List<Glob> names = new ArrayList<>();

    /**
     * Reads filters.
     *
     * @param filters {@code key=value} each
     * @param allowed the keys of the command
     */
    static ImageFilter parse(
            List<String> filters, List<String> allowed, LocalStore store, Instant now)
            throws IOException {
        ImageFilter filter = new ImageFilter();
        for (String text : filters) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new SyntaxException(
                        "invalid filter \"" + text + "\": want key=value, for example label=a=b");
            }
            String key = text.substring(0, equals).strip();
            if (!allowed.contains(key)) {
                throw new SyntaxException(
                        "invalid filter \""
                                + key
                                + "\": want one of "
                                + String.join(", ", allowed));
            }
            filter.add(key, text.substring(equals + 1).strip(), store, now);
        }
        return filter;
    }

    private void add(String key, String value, LocalStore store, Instant now) throws IOException {
        switch (key) {
            case "dangling" -> {
                boolean dangling = truth(key, value);
                rules.add(image -> image.names().isEmpty() == dangling);
            }
            case "label" -> rules.add(image -> hasLabel(image, value));
            case "label!" -> rules.add(image -> !hasLabel(image, value));
            case "until" -> {
                Instant until = Moment.parse(value, now);
                rules.add(image -> created(image).isBefore(until));
            }
            case "before" -> {
                Instant before = created(Images.require(store, value));
                rules.add(image -> created(image).isBefore(before));
            }
            case "since" -> {
                Instant since = created(Images.require(store, value));
                rules.add(image -> created(image).isAfter(since));
            }
            case "reference" -> names.add(Glob.of(value));
            default -> throw new IllegalStateException(key);
        }
    }

    private static boolean truth(String key, String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                    throw new SyntaxException(
                            "invalid filter \"" + key + "=" + value + "\": want true or false");
        };
    }

    private static boolean hasLabel(StoredImage image, String wanted) {
        Map<String, String> labels = image.config().config().labels();
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    static Instant created(StoredImage image) {
        return image.config().created().orElse(Instant.EPOCH);
    }

    /** Keeps only names that fit a pattern with or without their tag. */
    void addName(String pattern) {
        String tagless = Glob.hasWildcard(pattern) ? pattern : familiar(pattern);
        names.add(Glob.of(tagless));
    }

    private static String familiar(String name) {
        try {
            return Reference.parse(name).familiar();
        } catch (SyntaxException e) {
            return name;
        }
    }

    boolean accepts(StoredImage image) {
        for (Predicate<StoredImage> rule : rules) {
            if (!rule.test(image)) {
                return false;
            }
        }
        return true;
    }

    boolean selectsNames() {
        return !names.isEmpty();
    }

    boolean accepts(Reference name) {
        for (Glob pattern : names) {
            if (pattern.matches(name.familiar()) || pattern.matches(name.familiarName())) {
                return true;
            }
        }
        return names.isEmpty();
    }
}
