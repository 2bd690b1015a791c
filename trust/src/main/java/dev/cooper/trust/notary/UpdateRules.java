package dev.cooper.trust.notary;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server takes: only updates that every client will find right, whole, and newer than what
 * there is. It adds the timestamp, and the snapshot where it has the key.
 */
public final class UpdateRules {
    private static final Duration TIMESTAMP_LIFE = Duration.ofDays(14);

    private final String gun;
    private final SortedMap<String, byte[]> known;
    private final ServerKeys keys;
    private final Instant now;

    /** The private keys that the server has for a repository. */
    public interface ServerKeys {
        /** The keys of a role, of which a root may name any; none when the server has none. */
        List<SigningKey> keys(String role);
    }

    /**
     * Prepares to judge.
     *
     * @param gun the repository
     * @param known the newest file of every role, by roles
     * @param keys the server's own keys
     * @param now the time
     */
    public UpdateRules(String gun, SortedMap<String, byte[]> known, ServerKeys keys, Instant now) {
        this.gun = gun;
        this.known = new TreeMap<>(known);
        this.keys = keys;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether the timestamp, or a snapshot of the server's, has run out. */
    public boolean isStale() {
        byte[] root = known.get(Roles.ROOT);
        return hasExpired(Roles.TIMESTAMP)
                || (root != null
                        && hasExpired(Roles.SNAPSHOT)
                        && ours(Root.parse(SignedDocument.parse(root, Roles.ROOT)), Roles.SNAPSHOT)
                                .isPresent());
    }

    private boolean hasExpired(String role) {
        byte[] file = known.get(role);
        return file != null && !SignedDocument.parse(file, role).expires().isAfter(now);
    }

    /**
     * Judges an update.
     *
     * @param update the new files by roles; none to have timestamp and snapshot made anew
     * @return what is to be kept: the new files, with those that the server made
     * @throws RefusedUpdateException when it must not be taken
     */
    public SortedMap<String, byte[]> accept(Map<String, byte[]> update)
            throws RefusedUpdateException {
        SortedMap<String, byte[]> taken = new TreeMap<>(update);
        taken.remove(Roles.TIMESTAMP);
        try {
            Root root = root(taken);
            targets(root, taken);
            snapshot(root, taken);
            timestamp(root, taken);
            return taken;
        } catch (SyntaxException e) {
            throw new RefusedUpdateException("ErrValidation", String.valueOf(e.getMessage()));
        }
    }

    private Root root(SortedMap<String, byte[]> taken) throws RefusedUpdateException {
        byte[] before = known.get(Roles.ROOT);
        byte[] after = taken.get(Roles.ROOT);
        if (after == null) {
            if (before == null) {
                throw new RefusedUpdateException("ErrValidation", "no root was included in update");
            }
            return Root.parse(SignedDocument.parse(before, "root"));
        }
        SignedDocument document = SignedDocument.parse(after, "root");
        Root root = Root.parse(document);
        wantSigned(document, root.role(Roles.ROOT), root.keys(), "ErrBadRoot", Roles.ROOT);
        wantTime(root.expires(), "ErrBadRoot", Roles.ROOT);
        if (before != null) {
            Root old = Root.parse(SignedDocument.parse(before, "root"));
            if (java.util.Arrays.equals(before, after)) {
                taken.remove(Roles.ROOT);
                return root;
            }
            if (root.version() != old.version() + 1) {
                throw new RefusedUpdateException(
                        root.version() <= old.version(),
                        "ErrBadRoot",
                        "root is of version " + root.version() + ", want " + (old.version() + 1));
            }
            wantSigned(document, old.role(Roles.ROOT), old.keys(), "ErrBadRoot", "old root");
        }
        return root;
    }

    private void targets(Root root, SortedMap<String, byte[]> taken) throws RefusedUpdateException {
        List<String> roles =
                taken.keySet().stream()
                        .filter(role -> !Roles.BASE.contains(role) || role.equals(Roles.TARGETS))
                        .sorted(Comparator.comparingInt(role -> role.split("/", -1).length))
                        .toList();
        for (String role : roles) {
            if (!Roles.isTargets(role)) {
                throw new RefusedUpdateException("ErrBadHierarchy", "there is no role " + role);
            }
            SignedDocument document = document(role, taken);
            if (role.equals(Roles.TARGETS)) {
                wantSigned(document, root.role(role), root.keys(), "ErrBadTargets", Roles.TARGETS);
            } else {
                Targets parent = parent(role, taken);
                Delegation one =
                        parent.delegation(role)
                                .orElseThrow(() ->
                                        new RefusedUpdateException(
                                                "ErrBadHierarchy",
                                                Roles.parent(role)
                                                        + " does not delegate to "
                                                        + role));
                wantSigned(document, one.keys(), parent.keys(), "ErrBadTargets", role);
            }
            Targets targets = Targets.parse(document, role);
            wantTime(targets.expires(), "ErrBadTargets", role);
            wantNew(role, targets.version(), "ErrBadTargets");
        }
        if (roles.isEmpty() && taken.containsKey(Roles.ROOT) && known.containsKey(Roles.TARGETS)) {
            // a new root may have new keys, under which the old targets must still be right
            SignedDocument document = document(Roles.TARGETS, taken);
            wantSigned(
                    document,
                    root.role(Roles.TARGETS),
                    root.keys(),
                    "ErrBadTargets",
                    Roles.TARGETS);
        }
        if (newest(Roles.TARGETS, taken) == null) {
            throw new RefusedUpdateException("ErrValidation", "no targets were included in update");
        }
    }

    private Targets parent(String role, SortedMap<String, byte[]> taken)
            throws RefusedUpdateException {
        String parent = Roles.parent(role);
        if (newest(parent, taken) == null) {
            throw new RefusedUpdateException(
                    "ErrBadHierarchy", "there is no role " + parent + " above " + role);
        }
        return Targets.parse(document(parent, taken), parent);
    }

    private byte @Nullable [] newest(String role, SortedMap<String, byte[]> taken) {
        byte[] fresh = taken.get(role);
        return fresh != null ? fresh : known.get(role);
    }

    private SignedDocument document(String role, SortedMap<String, byte[]> taken) {
        byte[] file = newest(role, taken);
        if (file == null) {
            throw new SyntaxException("there is no " + role);
        }
        return SignedDocument.parse(file, role);
    }

    private void snapshot(Root root, SortedMap<String, byte[]> taken)
            throws RefusedUpdateException {
        if (taken.isEmpty() && !hasExpired(Roles.SNAPSHOT) && known.containsKey(Roles.SNAPSHOT)) {
            return; // nothing that it lists has changed
        }
        if (!taken.containsKey(Roles.SNAPSHOT)) {
            SigningKey key =
                    ours(root, Roles.SNAPSHOT)
                            .orElseThrow(() ->
                                    new RefusedUpdateException(
                                            "ErrBadSnapshot",
                                            "no snapshot was included in update and the server"
                                                    + " does not have its key"));
            taken.put(Roles.SNAPSHOT, made(Roles.SNAPSHOT, key, files(taken)));
            return;
        }
        SignedDocument document = SignedDocument.parse(taken.get(Roles.SNAPSHOT), "snapshot");
        wantSigned(
                document, root.role(Roles.SNAPSHOT), root.keys(), "ErrBadSnapshot", Roles.SNAPSHOT);
        Manifest snapshot = Manifest.parse(document, Roles.SNAPSHOT);
        wantTime(snapshot.expires(), "ErrBadSnapshot", Roles.SNAPSHOT);
        wantNew(Roles.SNAPSHOT, snapshot.version(), "ErrBadSnapshot");
        for (String role : files(taken).keySet()) {
            boolean must = Roles.BASE.contains(role) || taken.containsKey(role);
            FileMeta listed = snapshot.files().get(role);
            byte[] file = newest(role, taken);
            if (listed == null ? must : file == null || !listed.isOf(file)) {
                throw new RefusedUpdateException(
                        "ErrBadSnapshot", "the snapshot does not have the newest " + role);
            }
        }
        for (String role : snapshot.files().keySet()) {
            if (newest(role, taken) == null) {
                throw new RefusedUpdateException(
                        "ErrBadSnapshot", "the snapshot lists " + role + ", which is not here");
            }
        }
    }

    /** All files that belong to a snapshot: root, targets, and what is still delegated to. */
    private SortedMap<String, FileMeta> files(SortedMap<String, byte[]> taken) {
        SortedMap<String, FileMeta> files = new TreeMap<>();
        add(files, Roles.ROOT, taken);
        addWithBelow(files, Roles.TARGETS, taken);
        return files;
    }

    private void add(Map<String, FileMeta> files, String role, SortedMap<String, byte[]> taken) {
        byte[] file = newest(role, taken);
        if (file != null) {
            files.put(role, FileMeta.of(file));
        }
    }

    private void addWithBelow(
            Map<String, FileMeta> files, String role, SortedMap<String, byte[]> taken) {
        byte[] file = newest(role, taken);
        if (file != null) {
            add(files, role, taken);
            for (Delegation one :
                    Targets.parse(SignedDocument.parse(file, role), role).delegations()) {
                addWithBelow(files, one.name(), taken);
            }
        }
    }

    private void timestamp(Root root, SortedMap<String, byte[]> taken)
            throws RefusedUpdateException {
        SigningKey key =
                ours(root, Roles.TIMESTAMP)
                        .orElseThrow(() ->
                                new RefusedUpdateException(
                                        "ErrBadRoot",
                                        "the root names a key for the timestamp that the server"
                                                + " does not have"));
        byte[] snapshot = newest(Roles.SNAPSHOT, taken);
        if (snapshot == null) {
            throw new SyntaxException("there is no " + Roles.SNAPSHOT);
        }
        Map<String, FileMeta> files = Map.of(Roles.SNAPSHOT, FileMeta.of(snapshot));
        taken.put(Roles.TIMESTAMP, made(Roles.TIMESTAMP, key, files));
    }

    /** The server's key of a role, where the root names it. */
    private Optional<SigningKey> ours(Root root, String role) {
        return keys.keys(role).stream()
                .filter(key -> root.role(role).keyIds().contains(key.publicKey().id()))
                .findFirst();
    }

    private byte[] made(String role, SigningKey key, Map<String, FileMeta> files) {
        byte[] before = known.get(role);
        long version = before == null ? 1 : SignedDocument.parse(before, role).version() + 1;
        Duration life =
                role.equals(Roles.TIMESTAMP) ? TIMESTAMP_LIFE : TrustRepository.SNAPSHOT_LIFE;
        SignedDocument document =
                SignedDocument.of(Manifest.toSigned(role, files, version, now.plus(life)), role);
        return document.signed(Map.of(key.publicKey().id(), key)).toJson();
    }

    private void wantNew(String role, long version, String part) throws RefusedUpdateException {
        byte[] before = known.get(role);
        long old = before == null ? 0 : SignedDocument.parse(before, role).version();
        if (version <= old) {
            throw new RefusedUpdateException(
                    true,
                    part,
                    role + " of " + gun + " is of version " + version + ", but there is " + old);
        }
    }

    private void wantTime(Instant expires, String part, String role) throws RefusedUpdateException {
        if (!expires.isAfter(now)) {
            throw new RefusedUpdateException(part, role + " has expired at " + expires);
        }
    }

    private static void wantSigned(
            SignedDocument document,
            RoleKeys wanted,
            Map<String, TrustKey> keys,
            String part,
            String role)
            throws RefusedUpdateException {
        int good = document.signers(wanted, keys).size();
        if (good < wanted.threshold()) {
            throw new RefusedUpdateException(
                    part,
                    role
                            + " has "
                            + good
                            + " valid signatures of the "
                            + wanted.threshold()
                            + " it needs");
        }
    }
}
