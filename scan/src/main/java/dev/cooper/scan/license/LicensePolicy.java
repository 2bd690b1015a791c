package dev.cooper.scan.license;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which licence is of which category, and which are not of interest. */
public final class LicensePolicy {
    private static final Map<String, Category> DEFAULTS = defaults();

    private final Map<String, Category> categories;
    private final Set<String> ignored = new HashSet<>();

    private LicensePolicy(Map<String, Category> categories, List<String> ignored) {
        this.categories = categories;
        ignored.forEach(each -> this.ignored.add(key(each)));
    }

    /**
     * A policy with lists of its own. A category that has a list has that list alone; the others
     * stay as they are, without what was put elsewhere.
     *
     * @param own licences by category
     * @param ignored licences that are not reported
     */
    public static LicensePolicy of(Map<Category, List<String>> own, List<String> ignored) {
        Map<String, Category> categories = new HashMap<>(DEFAULTS);
        categories.values().removeIf(own::containsKey);
        own.forEach((category, licenses) ->
                licenses.forEach(each -> categories.put(key(each), category)));
        return new LicensePolicy(categories, ignored);
    }

    /** The category of one licence. */
    Category category(String license) {
        Category written = categories.get(key(license));
        if (written != null) {
            return written;
        }
        return categories.getOrDefault(
                key(LicenseNames.withoutVersionRule(license)), Category.UNKNOWN);
    }

    boolean isIgnored(String license) {
        return ignored.contains(key(license))
                || ignored.contains(key(LicenseNames.withoutVersionRule(license)));
    }

    private static String key(String license) {
        return license.strip().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Category> defaults() {
        Map<String, Category> categories = new HashMap<>();
        try (InputStream in = LicensePolicy.class.getResourceAsStream("categories.txt")) {
            if (in == null) {
                throw new IllegalStateException("categories.txt is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
                List<String> words = List.of(line.split(" ", -1));
                Category category = Category.valueOf(words.getFirst().toUpperCase(Locale.ROOT));
                for (String license : words.subList(1, words.size())) {
                    categories.put(key(license), category);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return categories;
    }
}
