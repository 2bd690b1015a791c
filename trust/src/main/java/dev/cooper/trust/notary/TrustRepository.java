package dev.cooper.trust.notary;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One repository as its owners change it: made, published, its keys renewed. */
public final class TrustRepository {
    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    static final Duration TARGETS_LIFE = Duration.ofDays(3 * 365);
    static final Duration SNAPSHOT_LIFE = Duration.ofDays(3 * 365);

    private final String gun;
    private final TrustDirectory directory;
    private final TrustServer server;
    private final KeyStore keys;
    private final Pinning pinning;
    private final Instant now;

    /**
     * Takes one.
     *
     * @param gun its name
     * @param directory where keys, changes and what is trusted are
     * @param server who has its metadata
     * @param keys the private keys
     * @param pinning what is known of its root beside
     * @param now the time
     */
    public TrustRepository(
            String gun,
            TrustDirectory directory,
            TrustServer server,
            KeyStore keys,
            Pinning pinning,
            Instant now) {
        this.gun = gun;
        this.directory = directory;
        this.server = server;
        this.keys = keys;
        this.pinning = pinning;
        // notary's server hashes what Go would write, which never ends in zeros
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The name of the repository. */
    public String gun() {
        return gun;
    }

    /** The changes that wait for being published. */
    public ChangeList changes() {
        return directory.changes(gun);
    }

    /** Brings what is trusted of it up to date. */
    public Collection update() throws IOException {
        return new TrustUpdate(gun, server, directory.metadata(gun), pinning, now).run();
    }

    /**
     * Makes the repository, which is to be published.
     *
     * @param rootKey the name of the key to sign its root with; empty for the one that there is, or
     *     a new one
     * @param snapshotAtServer whether the server signs snapshots
     * @return the name of the root's key
     * @throws SyntaxException when it has been made before
     */
    public String initialize(Optional<String> rootKey, boolean snapshotAtServer)
            throws IOException {
        if (directory.metadata(gun).get(Roles.ROOT).isPresent()) {
            throw new SyntaxException(
                    "trust data of " + gun + " is here already, in " + directory.path());
        }
        TrustKey timestamp = server.key(Roles.TIMESTAMP);
        SigningKey root = rootKey(rootKey);
        TrustKey snapshot =
                snapshotAtServer
                        ? server.key(Roles.SNAPSHOT)
                        : keys.generate(Roles.SNAPSHOT, gun).publicKey();
        TrustKey certificate = RootCertificate.of(root, gun, now);
        TrustKey targets = keys.generate(Roles.TARGETS, gun).publicKey();
        Root made = root(certificate, targets, snapshot, timestamp);
        SignedDocument signed =
                SignedDocument.of(made.toSigned(1, now.plus(ROOT_LIFE)), "new root")
                        .signed(Map.of(certificate.id(), root));
        directory.metadata(gun).put(Roles.ROOT, signed.toJson());
        return root.publicKey().id();
    }

    private static Root root(
            TrustKey root, TrustKey targets, TrustKey snapshot, TrustKey timestamp) {
        SortedMap<String, TrustKey> all = new TreeMap<>();
        SortedMap<String, RoleKeys> roles = new TreeMap<>();
        Map.of(
                        Roles.ROOT, root,
                        Roles.TARGETS, targets,
                        Roles.SNAPSHOT, snapshot,
                        Roles.TIMESTAMP, timestamp)
                .forEach((role, key) -> {
                    all.put(key.id(), key);
                    roles.put(role, RoleKeys.of(key.id()));
                });
        return new Root(1, Instant.MAX, all, roles);
    }

    private SigningKey rootKey(Optional<String> wanted) throws IOException {
        for (KeyStore.Entry entry : keys.list()) {
            boolean fits =
                    wanted.isPresent()
                            ? entry.id().equals(wanted.get())
                            : entry.role().equals(Roles.ROOT);
            if (fits) {
                return keys.open(entry, Roles.ROOT);
            }
        }
        if (wanted.isPresent()) {
            throw new SyntaxException("there is no key " + wanted.get() + " to sign the root with");
        }
        return keys.generate(Roles.ROOT, "");
    }

    /**
     * Publishes all changes that wait; without any, what has been made.
     *
     * @throws UntrustedException when what the server has is not right
     * @throws SyntaxException when a key is missing, or a change makes no sense
     */
    public void publish() throws IOException {
        publish(changes().list());
        changes().clear();
    }

    /** Publishes some changes. */
    public void publish(List<Change> changes) throws IOException {
        Draft draft = draft();
        changes.forEach(draft::apply);
        send(draft, draft.isNew());
    }

    private Draft draft() throws IOException {
        try {
            return Draft.of(update());
        } catch (NoTrustDataException e) {
            byte[] root = directory.metadata(gun).get(Roles.ROOT).orElseThrow(() -> e);
            SignedDocument document = SignedDocument.parse(root, "new root of " + gun);
            if (document.version() != 1
                    || directory.metadata(gun).get(Roles.TIMESTAMP).isPresent()) {
                throw e; // it was there once: somebody has deleted it
            }
            return Draft.ofNew(document, root);
        }
    }

    /** Signs what has changed, and sends it. */
    private void send(Draft draft, boolean withRoot) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (withRoot) {
            files.put(Roles.ROOT, draft.rootBytes());
        }
        for (String role : draft.changed()) {
            files.put(role, signed(draft, role));
        }
        snapshot(draft, files);
        server.publish(files);
        if (withRoot) {
            directory.metadata(gun).put(Roles.ROOT, draft.rootBytes());
        }
    }

    private byte[] signed(Draft draft, String role) throws IOException {
        Targets targets = draft.targets(role);
        long version = targets.version() + 1;
        SignedDocument document =
                SignedDocument.of(targets.toSigned(version, now.plus(TARGETS_LIFE)), role);
        return sign(document, role, draft.keysOf(role)).toJson();
    }

    private SignedDocument sign(SignedDocument document, String role, Draft.Keys wanted)
            throws IOException {
        Map<String, SigningKey> signers = new LinkedHashMap<>();
        for (String id : new TreeSet<>(wanted.role().keyIds())) {
            TrustKey key = wanted.keys().get(id);
            if (key != null) {
                keys.open(key, role).ifPresent(found -> signers.put(id, found));
            }
        }
        if (signers.size() < wanted.role().threshold()) {
            throw new SyntaxException(
                    "cannot sign "
                            + role
                            + " of "
                            + gun
                            + ": "
                            + signers.size()
                            + " of the "
                            + wanted.role().threshold()
                            + " keys that it needs are in "
                            + keys.directory()
                            + "; want "
                            + String.join(" or ", wanted.role().keyIds()));
        }
        return document.signed(signers);
    }

    /** Adds the snapshot where its key is here; else the server makes it. */
    private void snapshot(Draft draft, Map<String, byte[]> files) throws IOException {
        Draft.Keys wanted = draft.keysOf(Roles.SNAPSHOT);
        boolean here = false;
        for (TrustKey key : wanted.keys().values()) {
            here |= keys.find(key.bareId()).isPresent();
        }
        if (!here) {
            return;
        }
        Map<String, FileMeta> listed = new TreeMap<>(draft.listed());
        files.forEach((role, bytes) -> listed.put(role, FileMeta.of(bytes)));
        Map<String, Object> content =
                Manifest.toSigned(
                        Roles.SNAPSHOT,
                        listed,
                        draft.snapshotVersion() + 1,
                        now.plus(SNAPSHOT_LIFE));
        SignedDocument document = SignedDocument.of(content, Roles.SNAPSHOT);
        files.put(Roles.SNAPSHOT, sign(document, Roles.SNAPSHOT, wanted).toJson());
    }

    /**
     * Gives a role a new key and publishes that at once.
     *
     * @param role one of root, targets, snapshot and timestamp
     * @param atServer whether the server is to have the key
     * @param wanted names of keys that are here, to be taken instead of a new one
     */
    public void rotate(String role, boolean atServer, List<String> wanted) throws IOException {
        Draft draft = Draft.of(update());
        Root before = draft.root();
        List<TrustKey> fresh = new ArrayList<>();
        Map<String, SigningKey> signers = new LinkedHashMap<>();
        if (atServer) {
            fresh.add(server.rotate(role));
        }
        for (SigningKey key : atServer ? List.<SigningKey>of() : freshKeys(role, wanted)) {
            TrustKey name =
                    role.equals(Roles.ROOT) ? RootCertificate.of(key, gun, now) : key.publicKey();
            fresh.add(name);
            if (role.equals(Roles.ROOT)) {
                signers.put(name.id(), key);
            }
        }
        Root after = before.with(role, fresh.toArray(TrustKey[]::new));
        SignedDocument document =
                SignedDocument.of(
                        after.toSigned(before.version() + 1, now.plus(ROOT_LIFE)), "new root");
        document =
                sign(document, Roles.ROOT, new Draft.Keys(before.role(Roles.ROOT), before.keys()));
        document = document.signed(signers);
        draft.newRoot(document);
        if (role.equals(Roles.TARGETS)) {
            draft.touch(Roles.TARGETS);
        }
        send(draft, true);
    }

    private List<SigningKey> freshKeys(String role, List<String> wanted) throws IOException {
        List<SigningKey> found = new ArrayList<>();
        for (String id : wanted) {
            KeyStore.Entry entry =
                    keys.find(id)
                            .orElseThrow(() ->
                                    new SyntaxException(
                                            "there is no key " + id + " in " + keys.directory()));
            found.add(keys.open(entry, role));
        }
        if (found.isEmpty()) {
            found.add(keys.generate(role, role.equals(Roles.ROOT) ? "" : gun));
        }
        return found;
    }

    /**
     * Forgets the repository; its keys stay.
     *
     * @param remote whether the server is to forget it too
     */
    public void delete(boolean remote) throws IOException {
        if (remote) {
            server.delete();
        }
        directory.forget(gun);
    }
}
