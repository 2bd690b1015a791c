package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A repository while it changes: what is to be signed anew. */
final class Draft {
    private Root root;
    private byte[] rootBytes;
    private final boolean isNew;
    private final long snapshotVersion;
    private final SortedMap<String, FileMeta> listed;
    private final SortedMap<String, Targets> roles = new TreeMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

    /** Who signs a role, and the keys. */
    record Keys(RoleKeys role, Map<String, TrustKey> keys) {}

    private Draft(
            Root root,
            byte[] rootBytes,
            boolean isNew,
            long snapshotVersion,
            SortedMap<String, FileMeta> listed) {
        this.root = root;
        this.rootBytes = rootBytes;
        this.isNew = isNew;
        this.snapshotVersion = snapshotVersion;
        this.listed = new TreeMap<>(listed);
    }

    static Draft of(Collection known) {
        Manifest snapshot = known.snapshot().content();
        Draft draft =
                new Draft(
                        known.root().content(),
                        known.root().bytes(),
                        false,
                        snapshot.version(),
                        snapshot.files());
        known.roles().forEach((role, file) -> draft.roles.put(role, file.content()));
        return draft;
    }

    static Draft ofNew(SignedDocument root, byte[] bytes) {
        Draft draft = new Draft(Root.parse(root), bytes, true, 0, new TreeMap<>());
        draft.roles.put(Roles.TARGETS, Targets.empty(Instant.MAX));
        draft.changed.add(Roles.TARGETS);
        return draft;
    }

    boolean isNew() {
        return isNew;
    }

    Root root() {
        return root;
    }

    byte[] rootBytes() {
        return rootBytes;
    }

    long snapshotVersion() {
        return snapshotVersion;
    }

    /** The files of the last snapshot that still belong to it. */
    Map<String, FileMeta> listed() {
        return listed;
    }

    Set<String> changed() {
        return changed;
    }

    Targets targets(String role) {
        Targets found = roles.get(role);
        if (found == null) {
            throw new SyntaxException("there is no role " + role);
        }
        return found;
    }

    void newRoot(SignedDocument document) {
        root = Root.parse(document);
        rootBytes = document.toJson();
    }

    /** Signs a role anew as it is. */
    void touch(String role) {
        roles.computeIfAbsent(role, name -> fresh(name));
        changed.add(role);
    }

    /** What a role that has signed nothing yet begins with. */
    private Targets fresh(String role) {
        if (delegation(role).isEmpty()) {
            throw new SyntaxException(
                    "there is no role " + role + "; make it with \"cooper notary delegation add\"");
        }
        if (listed.containsKey(role)) {
            throw new SyntaxException(
                    "the file of role " + role + " is not right, so that nothing can be added");
        }
        return Targets.empty(Instant.MAX);
    }

    private Optional<Delegation> delegation(String role) {
        Targets parent = Roles.isDelegation(role) ? roles.get(Roles.parent(role)) : null;
        return parent == null ? Optional.empty() : parent.delegation(role);
    }

    /** Who signs a role now. */
    Keys keysOf(String role) {
        if (Roles.BASE.contains(role)) {
            return new Keys(root.role(role), root.keys(role));
        }
        Delegation found =
                delegation(role).orElseThrow(() -> new SyntaxException("there is no role " + role));
        return new Keys(found.keys(), targets(Roles.parent(role)).keys());
    }

    /**
     * Makes a change.
     *
     * @throws SyntaxException when it makes no sense
     */
    void apply(Change change) {
        switch (change.type()) {
            case Change.TARGET -> target(change);
            case Change.DELEGATION -> delegate(change);
            case Change.WITNESS -> touch(change.role());
            default ->
                    throw new SyntaxException(
                            "a change of the kind \"" + change.type() + "\" is not known");
        }
    }

    private void target(Change change) {
        touch(change.role());
        SortedMap<String, FileMeta> targets = new TreeMap<>(targets(change.role()).targets());
        if (change.action().equals("delete")) {
            targets.remove(change.path());
        } else {
            Optional<Delegation> allowed = delegation(change.role());
            if (allowed.isPresent() && !allowed.get().covers(change.path())) {
                throw new SyntaxException(
                        "role " + change.role() + " may not sign " + change.path());
            }
            targets.put(change.path(), FileMeta.parse(change.details()));
        }
        roles.put(change.role(), targets(change.role()).withTargets(targets));
    }

    private void delegate(Change change) {
        String name = change.role();
        if (!Roles.isDelegation(name)) {
            throw new SyntaxException(
                    "\"" + name + "\" is no name of a delegation; want targets/ and a word");
        }
        String parent = Roles.parent(name);
        touch(parent);
        Targets above = targets(parent);
        List<Delegation> others = new ArrayList<>(above.delegations());
        others.removeIf(one -> one.name().equals(name));
        Map<String, TrustKey> more = new TreeMap<>();
        if (change.action().equals("delete")) {
            roles.keySet().removeIf(role -> isBelow(role, name));
            changed.removeIf(role -> isBelow(role, name));
            listed.keySet().removeIf(role -> isBelow(role, name));
        } else {
            JsonObject details = change.details();
            Delegation old =
                    above.delegation(name)
                            .orElseGet(() -> new Delegation(name, RoleKeys.of(), List.of()));
            Set<String> ids = new LinkedHashSet<>(old.keys().keyIds());
            for (JsonObject one : details.objects("add_keys")) {
                TrustKey key = TrustKey.parse(one);
                ids.add(key.id());
                more.put(key.id(), key);
            }
            details.strings("remove_keys").forEach(ids::remove);
            Set<String> paths = new LinkedHashSet<>(old.paths());
            if (details.bool("clear_paths")) {
                paths.clear();
            }
            paths.addAll(details.strings("add_paths"));
            details.strings("remove_paths").forEach(paths::remove);
            if (ids.size() < old.keys().threshold()) {
                throw new SyntaxException(
                        "role " + name + " would have no key; remove the role instead");
            }
            others.add(old.with(List.copyOf(ids), List.copyOf(paths)));
            others.sort(java.util.Comparator.comparing(Delegation::name));
        }
        roles.put(parent, above.withDelegations(others, more));
    }

    private static boolean isBelow(String role, String name) {
        return role.equals(name) || role.startsWith(name + "/");
    }
}
