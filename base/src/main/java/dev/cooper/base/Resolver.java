package dev.cooper.base;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the packages that some packages need, all together. Relations with one possible answer are
 * followed first, so that a choice between alternatives falls on what is chosen anyway; then the
 * first alternative that conflicts with nothing is taken. The result depends on the index only.
 */
final class Resolver {
    /** Which relations are followed. */
    interface Edges {
        /** Every relation is followed. */
        Edges ALL = (from, wanted) -> true;

        /** Returns whether a package's need is to be met. */
        boolean follows(DebPackage from, Relation.Alternative wanted);
    }

    private record Need(DebPackage from, Relation relation) {}

    private final PackageIndex index;
    private final Edges edges;
    private final Map<String, DebPackage> chosen = new TreeMap<>();
    private final Map<String, DebPackage> because = new HashMap<>();
    private final Deque<Need> plain = new ArrayDeque<>();
    private final Deque<Need> choices = new ArrayDeque<>();

    private Resolver(PackageIndex index, Edges edges) {
        this.index = index;
        this.edges = edges;
    }

    /**
     * Returns the closure of some packages, by name.
     *
     * @param roots what is wanted
     * @param index what there is
     * @param edges which needs count
     * @throws SyntaxException when a need cannot be met or two packages conflict
     */
    static List<DebPackage> closure(Collection<DebPackage> roots, PackageIndex index, Edges edges) {
        Resolver resolver = new Resolver(index, edges);
        for (DebPackage root : roots) {
            resolver.choose(root, null);
        }
        resolver.run();
        return List.copyOf(resolver.chosen.values());
    }

    private void run() {
        while (true) {
            Need need = plain.poll();
            if (need != null) {
                meetPlain(need);
                continue;
            }
            need = choices.poll();
            if (need == null) {
                return;
            }
            meetChoice(need);
        }
    }

    private void meetPlain(Need need) {
        if (isMet(need.relation)) {
            return;
        }
        List<Relation.Alternative> alternatives = need.relation.alternatives();
        if (alternatives.size() > 1) {
            choices.add(need);
            return;
        }
        Optional<DebPackage> real = real(alternatives.getFirst());
        if (real.isPresent()) {
            choose(real.get(), need.from);
        } else {
            choices.add(need);
        }
    }

    private void meetChoice(Need need) {
        if (isMet(need.relation)) {
            return;
        }
        DebPackage refused = null;
        for (Relation.Alternative alternative : need.relation.alternatives()) {
            List<DebPackage> candidates = new ArrayList<>();
            real(alternative).ifPresent(candidates::add);
            candidates.addAll(index.providers(alternative));
            for (DebPackage candidate : candidates) {
                boolean other = chosen.containsKey(candidate.name());
                if (!other && conflict(candidate) == null) {
                    choose(candidate, need.from);
                    return;
                }
                refused = refused == null ? candidate : refused;
            }
        }
        if (refused != null) {
            choose(refused, need.from); // ends with the message that says why not
        }
        throw new SyntaxException(
                need.from
                        + " needs "
                        + need.relation
                        + ", which the suites used do not have"
                        + chain(need.from));
    }

    private Optional<DebPackage> real(Relation.Alternative wanted) {
        for (DebPackage candidate : index.versions(wanted.name())) {
            if (candidate.satisfies(wanted)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean isMet(Relation relation) {
        for (Relation.Alternative alternative : relation.alternatives()) {
            DebPackage same = chosen.get(alternative.name());
            if (same != null && same.satisfies(alternative)) {
                return true;
            }
            for (DebPackage provider : index.providers(alternative)) {
                if (provider.equals(chosen.get(provider.name()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void choose(DebPackage added, @Nullable DebPackage from) {
        DebPackage other = chosen.get(added.name());
        if (added.equals(other)) {
            return;
        }
        if (other != null) {
            throw new SyntaxException(
                    "both "
                            + other
                            + " and "
                            + added
                            + " are needed"
                            + (from == null ? "" : " (the second by " + from + ")")
                            + ": one image can hold one version of a package");
        }
        String conflict = conflict(added);
        if (conflict != null) {
            throw new SyntaxException(conflict + (from == null ? "" : chain(from)));
        }
        chosen.put(added.name(), added);
        if (from != null) {
            because.put(added.name(), from);
        }
        for (Relation relation : added.needs()) {
            List<Relation.Alternative> followed =
                    relation.alternatives().stream().filter(a -> edges.follows(added, a)).toList();
            if (followed.size() == relation.alternatives().size()) {
                plain.add(new Need(added, relation));
            }
        }
    }

    /** Returns why a package cannot stand beside those chosen, or null when it can. */
    private @Nullable String conflict(DebPackage added) {
        List<Relation> refused = added.refuses();
        for (DebPackage present : chosen.values()) {
            if (refuses(refused, added, present)) {
                return added + " conflicts with " + present;
            }
            if (refuses(present.refuses(), present, added)) {
                return present + " conflicts with " + added;
            }
        }
        return null;
    }

    private static boolean refuses(List<Relation> refused, DebPackage from, DebPackage other) {
        if (from.name().equals(other.name())) {
            return false;
        }
        for (Relation relation : refused) {
            for (Relation.Alternative alternative : relation.alternatives()) {
                if (other.satisfies(alternative)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String chain(DebPackage from) {
        StringBuilder text = new StringBuilder();
        DebPackage at = from;
        while (at != null) {
            text.append(text.isEmpty() ? " (" : " ← ").append(at.name());
            at = because.get(at.name());
        }
        return text.append(')').toString();
    }
}
