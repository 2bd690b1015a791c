package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;

import java.util.List;

/** What is said where a distribution's packages could not be looked up. */
final class DistributionWarnings {
    private static final int SHOWN = 5;

    private DistributionWarnings() {}

    static String unknown(Distribution distribution) {
        if (!distribution.isKnown()) {
            return "the image does not say which distribution it is (no os-release file): the"
                    + " packages of its package manager are listed, not looked up";
        }
        if (Ecosystems.isStream(distribution)) {
            return name(distribution)
                    + " is ahead of the releases that advisories are about: its packages are"
                    + " listed, not looked up";
        }
        String like =
                distribution.like().isEmpty()
                        ? ""
                        : "; it is like %s, whose advisories are about other packages"
                                .formatted(distribution.like());
        return "no advisories are known for %s: its packages are listed, not looked up%s"
                .formatted(name(distribution), like);
    }

    static String notCovered(Distribution distribution, String ecosystem) {
        return ("the database has nothing on %s (%s): its packages are listed, not looked up;"
                        + " update the database, or build one that has it (cooper db build)")
                .formatted(name(distribution), ecosystem);
    }

    static String nothingOn(List<String> ecosystems) {
        return ("the database has nothing on packages of %s: they are listed, not looked up; update"
                        + " the database, or build one that has them (cooper db build)")
                .formatted(String.join(", ", ecosystems));
    }

    static String others(List<String> names, Distribution distribution) {
        List<String> sorted = names.stream().distinct().sorted().toList();
        String shown = String.join(", ", sorted.subList(0, Math.min(SHOWN, sorted.size())));
        String more = sorted.size() > SHOWN ? " and %d more".formatted(sorted.size() - SHOWN) : "";
        return ("%s%s %s not made by %s: its advisories say nothing about them"
                        + " (--detection-priority comprehensive looks them up all the same)")
                .formatted(shown, more, sorted.size() == 1 ? "is" : "are", name(distribution));
    }

    private static String name(Distribution distribution) {
        if (!distribution.isKnown()) {
            return "the distribution";
        }
        return distribution.name().isEmpty()
                ? (distribution.id() + " " + distribution.version()).strip()
                : distribution.name();
    }
}
