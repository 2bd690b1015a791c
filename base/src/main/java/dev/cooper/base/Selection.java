package dev.cooper.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packages of one image.
 *
 * @param core those that are unpacked together: with distroless all
 * @param extras those that the image's own apt installs afterwards
 * @param automatic those that are there for others only
 */
record Selection(List<DebPackage> core, List<DebPackage> extras, List<String> automatic) {
    Selection {
        core = List.copyOf(core);
        extras = List.copyOf(extras);
        automatic = List.copyOf(automatic);
    }

    /**
     * Chooses the packages of a distroless image.
     *
     * @param include what the user named
     * @param index what there is
     */
    static Selection distroless(List<String> include, PackageIndex index) {
        List<DebPackage> roots = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (String text : include) {
            DebPackage chosen = index.named(text);
            roots.add(chosen);
            named.add(chosen.name());
        }
        for (String name : DistrolessTree.MINIMUM) {
            // An archive of one's own need not have them all.
            index.newest(name).filter(p -> !named.contains(p.name())).ifPresent(roots::add);
        }
        return new Selection(
                Resolver.closure(roots, index, new Pruning(index)), List.of(), List.of());
    }

    /**
     * Chooses the packages of a minbase image.
     *
     * @param include what the user named
     * @param https whether apt needs certificates to reach the archives
     * @param index what there is
     */
    static Selection minbase(List<String> include, boolean https, PackageIndex index) {
        Map<String, DebPackage> pinned = new HashMap<>();
        for (String text : include) {
            DebPackage chosen = index.named(text);
            pinned.put(chosen.name(), chosen);
        }
        List<DebPackage> roots = new ArrayList<>();
        for (DebPackage required : index.required()) {
            roots.add(pinned.getOrDefault(required.name(), required));
        }
        roots.add(pinned.getOrDefault("apt", index.named("apt")));
        List<DebPackage> core = closureOfMerged(roots, index);
        List<DebPackage> wanted = new ArrayList<>(core);
        wanted.addAll(pinned.values().stream().filter(p -> !core.contains(p)).toList());
        Optional<DebPackage> certificates = index.newest("ca-certificates");
        if (https && certificates.isPresent() && !pinned.containsKey("ca-certificates")) {
            wanted.add(certificates.get());
            roots.add(certificates.get());
        }
        wanted.sort(Comparator.comparing(DebPackage::name));
        List<DebPackage> all = Resolver.closure(wanted, index, Resolver.Edges.ALL);
        List<DebPackage> extras = all.stream().filter(p -> !core.contains(p)).toList();
        roots.addAll(pinned.values());
        List<String> automatic =
                all.stream().filter(p -> !roots.contains(p)).map(DebPackage::name).toList();
        return new Selection(core, extras, automatic);
    }

    /** Where /usr is merged already, nothing need be installed that merges it. */
    private static List<DebPackage> closureOfMerged(List<DebPackage> roots, PackageIndex index) {
        List<DebPackage> core = Resolver.closure(roots, index, Resolver.Edges.ALL);
        Optional<DebPackage> merged = index.newest("usr-is-merged");
        boolean merges = core.stream().anyMatch(p -> p.name().equals("usrmerge"));
        if (!merges
                || merged.isEmpty()
                || roots.stream().anyMatch(p -> p.name().equals("usrmerge"))) {
            return core;
        }
        List<DebPackage> more = new ArrayList<>(roots);
        more.add(merged.get());
        return Resolver.closure(more, index, Resolver.Edges.ALL);
    }

    /** Returns all packages, by name. */
    List<DebPackage> all() {
        List<DebPackage> all = new ArrayList<>(core);
        all.addAll(extras);
        all.sort(Comparator.comparing(DebPackage::name));
        return all;
    }
}
