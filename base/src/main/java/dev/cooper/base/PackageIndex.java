package dev.cooper.base;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every package that the suites of one image offer for one architecture. */
final class PackageIndex {
    private static final Comparator<DebPackage> NEWEST_FIRST =
            Comparator.comparing(DebPackage::version, DebianVersion.ORDER.reversed());

    private final Map<String, List<DebPackage>> byName = new HashMap<>(1 << 17);
    private final Map<String, List<DebPackage>> providers = new HashMap<>();

    /**
     * Adds the packages of one index. Of equal versions the one added first wins, so the order of
     * the calls must not depend on chance.
     *
     * @param packages the text of a Packages file, not compressed
     * @param source what it is, for messages
     * @param archive the address that the index belongs to
     */
    void add(InputStream packages, String source, String archive) throws IOException {
        StanzaReader reader = new StanzaReader(packages, source, DebPackage.FIELDS);
        Map<String, String> stanza;
        while ((stanza = reader.next()) != null) {
            add(DebPackage.of(stanza, archive));
        }
    }

    private void add(DebPackage added) {
        List<DebPackage> versions =
                byName.computeIfAbsent(added.name(), name -> new ArrayList<>(1));
        for (DebPackage known : versions) {
            if (known.version().equals(added.version())) {
                return;
            }
        }
        versions.add(added);
        versions.sort(NEWEST_FIRST);
        if (!added.provides().isEmpty()) {
            for (Relation relation : added.provided()) {
                for (Relation.Alternative offered : relation.alternatives()) {
                    providers
                            .computeIfAbsent(offered.name(), name -> new ArrayList<>(1))
                            .add(added);
                }
            }
        }
    }

    /** Returns how many packages there are, each name counted once. */
    int size() {
        return byName.size();
    }

    /** Returns every version of every package. */
    List<DebPackage> all() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** Returns every version of a package, newest first; empty when there is none. */
    List<DebPackage> versions(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** Returns the newest version of a package. */
    Optional<DebPackage> newest(String name) {
        List<DebPackage> versions = versions(name);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getFirst());
    }

    /** Returns the newest version of each package of priority "required", by name. */
    List<DebPackage> required() {
        Map<String, DebPackage> found = new TreeMap<>();
        for (List<DebPackage> versions : byName.values()) {
            DebPackage newest = versions.getFirst();
            if (newest.rank() == 0 || newest.essential()) {
                found.put(newest.name(), newest);
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * Returns the packages that provide a virtual one and could be chosen for it: the newest
     * version of each, the most basic first, then by name.
     */
    List<DebPackage> providers(Relation.Alternative wanted) {
        List<DebPackage> found = new ArrayList<>();
        for (DebPackage provider : providers.getOrDefault(wanted.name(), List.of())) {
            if (newest(provider.name()).orElseThrow().equals(provider)
                    && provider.satisfies(wanted)) {
                found.add(provider);
            }
        }
        found.sort(
                Comparator.comparing((DebPackage p) -> !p.essential())
                        .thenComparingInt(DebPackage::rank)
                        .thenComparing(DebPackage::name));
        return found;
    }

    /**
     * Finds a package that the user named.
     *
     * @param text {@code name}, {@code name=version}, or a virtual package with one provider
     * @throws SyntaxException when there is none; the message names the nearest ones
     */
    DebPackage named(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        List<DebPackage> versions = versions(name);
        if (versions.isEmpty()) {
            return provided(name);
        }
        if (equals < 0) {
            return versions.getFirst();
        }
        String version = text.substring(equals + 1);
        for (DebPackage candidate : versions) {
            if (candidate.version().equals(version)) {
                return candidate;
            }
        }
        throw new SyntaxException(
                "package "
                        + name
                        + " has no version "
                        + version
                        + " in the suites used: there is "
                        + String.join(", ", versions.stream().map(DebPackage::version).toList()));
    }

    private DebPackage provided(String name) {
        List<DebPackage> found =
                providers(
                        new Relation.Alternative(
                                name, Optional.empty(), Relation.Operator.ANY, ""));
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (!found.isEmpty()) {
            throw new SyntaxException(
                    "package "
                            + name
                            + " is virtual: include one of "
                            + String.join(", ", found.stream().map(DebPackage::name).toList()));
        }
        List<String> nearest = NearestNames.of(name, byName.keySet(), 3);
        throw new SyntaxException(
                "package \""
                        + name
                        + "\" is not in the suites used"
                        + (nearest.isEmpty()
                                ? ""
                                : " (did you mean " + String.join(", ", nearest) + "?)"));
    }
}
