package dev.cooper.trust.notary;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings what is trusted of a repository up to date, from root to the names. Whatever a server
 * sends is believed only where its signatures, hash, version and time are right, and nothing is
 * kept of an update that fails.
 */
public final class TrustUpdate {
    private static final int MOST_TIMESTAMP = 1 << 20;
    private static final int MOST_ROLES = 1000;

    /** A chain of more roots than this is not followed. */
    private static final int MOST_ROOTS = 1000;

    private final String gun;
    private final TrustServer server;
    private final MetadataCache cache;
    private final Pinning pinning;
    private final Instant now;

    /**
     * Prepares an update.
     *
     * @param gun the repository
     * @param server who has its metadata
     * @param cache what was trusted before
     * @param pinning what is known beside
     * @param now the time
     */
    public TrustUpdate(
            String gun, TrustServer server, MetadataCache cache, Pinning pinning, Instant now) {
        this.gun = gun;
        this.server = server;
        this.cache = cache;
        this.pinning = pinning;
        this.now = now;
    }

    /**
     * Fetches what is new, checks all, keeps it.
     *
     * @throws UntrustedException when something is not right
     * @throws NoTrustDataException when the server knows nothing of the repository
     * @throws IOException when the server cannot be asked
     */
    public Collection run() throws IOException {
        try {
            Optional<RoleFile<Root>> known = cachedRoot();
            RoleFile<Root> root = known.isPresent() ? known.get() : firstRoot();
            Collection found;
            try {
                found = below(root);
            } catch (UntrustedException e) {
                RoleFile<Root> newer = newerRoot(root);
                if (newer.content().version() == root.content().version()) {
                    throw e;
                }
                found = below(newer);
            }
            keep(found);
            return found;
        } catch (SyntaxException e) {
            throw new UntrustedException(
                    "metadata-form", "the trust data of " + gun + " is damaged: " + e.getMessage());
        }
    }

    private void keep(Collection found) throws IOException {
        cache.put(Roles.ROOT, found.root().bytes());
        cache.forgetBut(found.snapshot().content().files().keySet());
        for (Map.Entry<String, RoleFile<Targets>> role : found.roles().entrySet()) {
            cache.put(role.getKey(), role.getValue().bytes());
        }
        cache.put(Roles.SNAPSHOT, found.snapshot().bytes());
        cache.put(Roles.TIMESTAMP, found.timestamp().bytes());
    }

    private Optional<RoleFile<Root>> cachedRoot() throws IOException {
        Optional<byte[]> bytes = cache.get(Roles.ROOT);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        RoleFile<Root> root = root(bytes.get(), "trusted root of " + gun);
        wantSigned(root.document(), Roles.ROOT, root.content());
        pinning.check(gun, root.content(), false);
        return Optional.of(root);
    }

    /** The first root that is seen: believed when it signs itself and is for this repository. */
    private RoleFile<Root> firstRoot() throws IOException {
        RoleFile<Root> root = root(serverRoot(), "root of " + gun);
        wantSigned(root.document(), Roles.ROOT, root.content());
        pinning.check(gun, root.content(), true);
        for (TrustKey key : root.content().keys(Roles.ROOT).values()) {
            if (key.isCertificate() && RootCertificate.isFor(key.certificate(), gun, now)) {
                return root;
            }
        }
        throw new UntrustedException(
                "root-certificate",
                "no key of the root of " + gun + " has a valid certificate for that name");
    }

    private byte[] serverRoot() throws IOException {
        return server.get(Roles.ROOT, SignedDocument.MOST_BYTES)
                .orElseThrow(() ->
                        new NoTrustDataException(
                                server.address() + " does not have trust data for " + gun));
    }

    private static RoleFile<Root> root(byte[] bytes, String where) {
        SignedDocument document = SignedDocument.parse(bytes, where);
        return new RoleFile<>(Root.parse(document), document, bytes);
    }

    /** Follows the server's roots from one to the next, each signed by the one before it. */
    private RoleFile<Root> newerRoot(RoleFile<Root> known) throws IOException {
        byte[] newest = serverRoot();
        RoleFile<Root> last = root(newest, "root of " + gun);
        long from = known.content().version();
        long to = last.content().version();
        if (to < from) {
            throw rollback(Roles.ROOT, from, to);
        }
        if (to - from > MOST_ROOTS) {
            throw new UntrustedException(
                    "root-chain", "the root of " + gun + " has changed " + (to - from) + " times");
        }
        RoleFile<Root> current = known;
        for (long version = from + 1; version <= to; version++) {
            current = next(current, version, version == to ? newest : versioned(version));
        }
        return current;
    }

    private byte[] versioned(long version) throws IOException {
        return server.get(version + "." + Roles.ROOT, SignedDocument.MOST_BYTES)
                .orElseThrow(() ->
                        new UntrustedException(
                                "root-chain",
                                server.address()
                                        + " has no version "
                                        + version
                                        + " of the root of "
                                        + gun
                                        + ", which links the trusted one with the newest"));
    }

    private RoleFile<Root> next(RoleFile<Root> before, long version, byte[] bytes)
            throws IOException {
        RoleFile<Root> next = root(bytes, "root " + version + " of " + gun);
        if (next.content().version() != version) {
            throw new UntrustedException(
                    "root-chain",
                    "root " + version + " of " + gun + " says it is " + next.content().version());
        }
        wantSigned(next.document(), Roles.ROOT, before.content());
        wantSigned(next.document(), Roles.ROOT, next.content());
        pinning.check(gun, next.content(), false);
        return next;
    }

    private Collection below(RoleFile<Root> root) throws IOException {
        wantTime(Roles.ROOT, root.content().expires());
        RoleFile<Manifest> timestamp = timestamp(root.content());
        RoleFile<Manifest> snapshot = snapshot(root, timestamp.content());
        Tree tree = new Tree(snapshot.content());
        tree.load(Roles.TARGETS, root.content().role(Roles.TARGETS), root.content().keys());
        return new Collection(gun, root, timestamp, snapshot, tree.files, tree.problems);
    }

    private RoleFile<Manifest> timestamp(Root root) throws IOException {
        byte[] bytes =
                server.get(Roles.TIMESTAMP, MOST_TIMESTAMP)
                        .orElseThrow(() ->
                                new NoTrustDataException(
                                        server.address() + " does not have trust data for " + gun));
        return manifest(Roles.TIMESTAMP, bytes, root);
    }

    private RoleFile<Manifest> snapshot(RoleFile<Root> root, Manifest timestamp)
            throws IOException {
        byte[] bytes = fetch(Roles.SNAPSHOT, timestamp.file(Roles.SNAPSHOT));
        RoleFile<Manifest> snapshot = manifest(Roles.SNAPSHOT, bytes, root.content());
        if (!snapshot.content().file(Roles.ROOT).isOf(root.bytes())) {
            throw new UntrustedException(
                    "root-mismatch", "the snapshot of " + gun + " names another root");
        }
        return snapshot;
    }

    private RoleFile<Manifest> manifest(String role, byte[] bytes, Root root) throws IOException {
        SignedDocument document = SignedDocument.parse(bytes, role + " of " + gun);
        wantSigned(document, role, root);
        Manifest manifest = Manifest.parse(document, role);
        wantNew(role, manifest.version());
        wantTime(role, manifest.expires());
        return new RoleFile<>(manifest, document, bytes);
    }

    /** A file by its hash: as it was kept, else from the server. */
    private byte[] fetch(String role, FileMeta meta) throws IOException {
        Optional<byte[]> kept = cache.get(role);
        if (kept.isPresent() && meta.isOf(kept.get())) {
            return kept.get();
        }
        if (meta.length() > SignedDocument.MOST_BYTES) {
            throw new UntrustedException(
                    "metadata-size", role + " of " + gun + " has " + meta.length() + " bytes");
        }
        byte[] bytes =
                server.get(role + "." + meta.hex(), (int) meta.length())
                        .orElseThrow(() ->
                                new UntrustedException(
                                        "metadata-missing",
                                        server.address()
                                                + " does not have the "
                                                + role
                                                + " of "
                                                + gun
                                                + " that it has signed"));
        if (!meta.isOf(bytes)) {
            throw new UntrustedException(
                    role + "-hash",
                    "the " + role + " of " + gun + " is not the one that was signed for");
        }
        return bytes;
    }

    private void wantNew(String role, long version) throws IOException {
        Optional<byte[]> kept = cache.get(role);
        if (kept.isPresent()) {
            long before = SignedDocument.parse(kept.get(), "trusted " + role).version();
            if (version < before) {
                throw rollback(role, before, version);
            }
        }
    }

    private UntrustedException rollback(String role, long before, long now) {
        return new UntrustedException(
                role + "-rollback",
                "the "
                        + role
                        + " of "
                        + gun
                        + " is of version "
                        + now
                        + ", but version "
                        + before
                        + " has been seen");
    }

    private void wantTime(String role, Instant expires) throws UntrustedException {
        if (!expires.isAfter(now)) {
            throw new UntrustedException(
                    role + "-expired", "the " + role + " of " + gun + " has expired at " + expires);
        }
    }

    private void wantSigned(SignedDocument document, String role, Root root)
            throws UntrustedException {
        wantSigned(document, role, root.role(role), root.keys());
    }

    private void wantSigned(
            SignedDocument document, String role, RoleKeys wanted, Map<String, TrustKey> keys)
            throws UntrustedException {
        int good = document.signers(wanted, keys).size();
        if (good < wanted.threshold()) {
            throw new UntrustedException(
                    role + "-signature",
                    "the "
                            + role
                            + " of "
                            + gun
                            + " has "
                            + good
                            + " valid signatures of the "
                            + wanted.threshold()
                            + " it needs");
        }
    }

    /** What targets and the roles below it sign. */
    private final class Tree {
        private final Manifest snapshot;
        private final Map<String, RoleFile<Targets>> files = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Tree(Manifest snapshot) {
            this.snapshot = snapshot;
        }

        void load(String role, RoleKeys wanted, Map<String, TrustKey> keys) throws IOException {
            if (files.size() >= MOST_ROLES) {
                throw new UntrustedException("roles", gun + " has too many roles below targets");
            }
            byte[] bytes = fetch(role, snapshot.file(role));
            SignedDocument document = SignedDocument.parse(bytes, role + " of " + gun);
            wantSigned(document, role, wanted, keys);
            Targets targets = Targets.parse(document, role);
            wantNew(role, targets.version());
            wantTime(role, targets.expires());
            files.put(role, new RoleFile<>(targets, document, bytes));
            for (Delegation one : targets.delegations()) {
                if (snapshot.files().containsKey(one.name()) && !files.containsKey(one.name())) {
                    below(one, targets);
                }
            }
        }

        /** A role below targets that is not right takes nothing away from the others. */
        private void below(Delegation one, Targets targets) throws IOException {
            try {
                load(one.name(), one.keys(), targets.keys());
            } catch (UntrustedException e) {
                problems.add(e.getMessage() == null ? one.name() : e.getMessage());
            }
        }
    }
}
