package dev.cooper.trust.notary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All metadata of a repository, every signature, hash, version and time of which was found right.
 *
 * @param gun the name of the repository
 * @param root who signs
 * @param timestamp the newest snapshot
 * @param snapshot the files
 * @param roles what targets and the roles below it sign, in the order in which names are looked up
 * @param problems roles below targets that were left out, and why
 */
public record Collection(
        String gun,
        RoleFile<Root> root,
        RoleFile<Manifest> timestamp,
        RoleFile<Manifest> snapshot,
        Map<String, RoleFile<Targets>> roles,
        List<String> problems) {

    /** Copies nothing but the order. */
    public Collection {
        roles = new LinkedHashMap<>(roles);
        problems = List.copyOf(problems);
    }

    /**
     * A name that is signed.
     *
     * @param name such as a tag
     * @param meta what it stands for
     * @param role who signs it
     */
    public record Signed(String name, FileMeta meta, String role) {}

    /** What a role signs itself, as far as all roles above it allow. */
    public List<Signed> ofRole(String role) {
        List<Signed> all = new ArrayList<>();
        RoleFile<Targets> file = roles.get(role);
        if (file != null) {
            file.content()
                    .targets()
                    .forEach((name, meta) -> {
                        if (allows(role, name)) {
                            all.add(new Signed(name, meta, role));
                        }
                    });
        }
        return all;
    }

    private boolean allows(String role, String name) {
        String child = role;
        while (!child.equals(Roles.TARGETS)) {
            RoleFile<Targets> parent = roles.get(Roles.parent(child));
            String wanted = child;
            boolean covered =
                    parent != null
                            && parent.content()
                                    .delegation(wanted)
                                    .filter(one -> one.covers(name))
                                    .isPresent();
            if (!covered) {
                return false;
            }
            child = Roles.parent(child);
        }
        return true;
    }

    /** What a role signs of a name. */
    public Optional<Signed> find(String name, String role) {
        return ofRole(role).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** What docker believes of a tag: the releases, else targets itself. */
    public Optional<Signed> released(String tag) {
        return find(tag, Roles.RELEASES).or(() -> find(tag, Roles.TARGETS));
    }

    /** The first role that signs a name, beginning with targets. */
    public Optional<Signed> find(String name) {
        return list().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** All names, each of the first role that signs it. */
    public List<Signed> list() {
        return list(List.of(Roles.TARGETS));
    }

    /** All names of roles and those below them, each of the first role that signs it. */
    public List<Signed> list(List<String> starts) {
        Map<String, Signed> first = new java.util.TreeMap<>();
        for (String start : starts) {
            for (String role : roles.keySet()) {
                if (role.equals(start) || role.startsWith(start + "/")) {
                    ofRole(role).forEach(one -> first.putIfAbsent(one.name(), one));
                }
            }
        }
        return List.copyOf(first.values());
    }
}
