package dev.cooper.trust.tuf;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a repository as TUF's specification says (section 5): from the root that is kept, by each
 * root after it, to the newest targets. What is kept changes only by what has been verified.
 */
public final class TufClient {
    private static final int MOST_ROOTS = 256;
    private static final int MOST_ROLES = 32;
    private static final int ROOT_BYTES = 512 << 10;
    private static final int TIMESTAMP_BYTES = 16 << 10;
    private static final int SNAPSHOT_BYTES = 2 << 20;
    private static final int TARGETS_BYTES = 5 << 20;
    private static final int TARGET_BYTES = 32 << 20;

    private final Mirror mirror;
    private final Kept kept;
    private final Instant now;

    /** Set by {@link #refresh}: what the newest root and snapshot let us believe. */
    private @Nullable Believed believed;

    private record Believed(Root root, Trusted trusted, SignedFile snapshot, Targets targets) {}

    /** Metadata of targets that is still to be asked, with who named it. */
    private record Ask(String role, Optional<Delegation> by) {}

    /**
     * Makes a client.
     *
     * @param mirror where the repository is
     * @param kept what is believed of it; a root must be there
     * @param now the time at which all is judged
     */
    public TufClient(Mirror mirror, Kept kept, Instant now) {
        this.mirror = mirror;
        this.kept = kept;
        this.now = now;
    }

    /** Makes a client that asks nobody: what is kept holds until it runs out. */
    public static TufClient offline(Kept kept, Instant now) {
        return new TufClient(
                (path, most) ->
                        path.equals("timestamp.json")
                                ? kept.metadata("timestamp")
                                : Optional.empty(),
                kept,
                now);
    }

    /**
     * Begins to trust a repository by a root that was brought in another way. What is kept stays
     * when its root is of the same keys and not older; else the chain begins anew here.
     *
     * @param where the root is from, for messages
     * @throws RefusedMetadataException when it does not even sign itself
     */
    public static void trust(byte[] root, String where, Kept kept) throws IOException {
        Root fresh = Root.parse(root, where);
        Optional<byte[]> old = kept.metadata("root");
        if (old.isPresent() && continues(fresh, old.get())) {
            return;
        }
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            kept.forgetMetadata(role);
        }
        kept.keepMetadata("root", root);
    }

    /**
     * Whether the kept root is of the same keys and not older, so that what was seen still counts.
     */
    private static boolean continues(Root fresh, byte[] old) {
        try {
            Root before = Root.parse(old, "root");
            return before.file().version() >= fresh.file().version()
                    && before.trustsAlike(fresh, "root");
        } catch (RefusedMetadataException e) {
            return false;
        }
    }

    /**
     * Brings what is kept up to date.
     *
     * @throws RefusedMetadataException when something must not be believed; what was kept stays
     * @throws IOException when the mirror cannot be asked
     */
    public void refresh() throws IOException {
        Root root = newestRoot();
        Trusted trusted = new Trusted(root, now);
        SignedFile timestamp = newestTimestamp(trusted);
        SignedFile snapshot = newestSnapshot(root, trusted, Trusted.snapshot(timestamp));
        Targets targets =
                targets(root, trusted, snapshot, new Ask("targets", Optional.empty()))
                        .orElseThrow(() ->
                                new RefusedMetadataException(
                                        "snapshot.json: it says nothing of targets.json"));
        believed = new Believed(root, trusted, snapshot, targets);
    }

    private Root newestRoot() throws IOException {
        byte[] first =
                kept.metadata("root")
                        .orElseThrow(() -> new SyntaxException("no root is kept to begin with"));
        Root root = Root.parse(first, "the root that is kept");
        Root began = root;
        for (int i = 0; i < MOST_ROOTS; i++) {
            String name = root.file().version() + 1 + ".root.json";
            Optional<byte[]> content = mirror.get(name, ROOT_BYTES);
            if (content.isEmpty()) {
                root.file().requireFresh(now);
                forgetRotated(began, root);
                return root;
            }
            Root next = Root.parse(content.get(), name);
            root.requireNext(next);
            kept.keepMetadata("root", content.get());
            forgetRotated(root, next);
            root = next;
        }
        throw new RefusedMetadataException("there are more than " + MOST_ROOTS + " new roots");
    }

    /** Keys that were lost may have signed versions that nothing can follow. */
    private void forgetRotated(Root before, Root after) throws IOException {
        if (!before.trustsAlike(after, "timestamp") || !before.trustsAlike(after, "snapshot")) {
            kept.forgetMetadata("timestamp");
            kept.forgetMetadata("snapshot");
        }
    }

    private SignedFile newestTimestamp(Trusted trusted) throws IOException {
        String name = "timestamp.json";
        byte[] content = require(mirror.get(name, TIMESTAMP_BYTES), name);
        SignedFile fresh = trusted.timestamp(content, name);
        Optional<SignedFile> before = keptTimestamp(trusted);
        if (before.isPresent()) {
            trusted.requireNotBefore(fresh, before.get());
            if (fresh.version() == before.get().version()) {
                before.get().requireFresh(now);
                return before.get();
            }
        }
        fresh.requireFresh(now);
        kept.keepMetadata("timestamp", content);
        return fresh;
    }

    private Optional<SignedFile> keptTimestamp(Trusted trusted) throws IOException {
        Optional<byte[]> content = kept.metadata("timestamp");
        try {
            return content.isEmpty()
                    ? Optional.empty()
                    : Optional.of(trusted.timestamp(content.get(), "the timestamp that is kept"));
        } catch (RefusedMetadataException e) {
            return Optional.empty(); // by keys that are no longer believed
        }
    }

    private SignedFile newestSnapshot(Root root, Trusted trusted, FileInfo info)
            throws IOException {
        Optional<byte[]> old = kept.metadata("snapshot");
        Optional<SignedFile> before = keptSnapshot(old, trusted);
        if (old.isPresent()
                && before.isPresent()
                && before.get().version() == info.version()
                && info.is(old.get())) {
            before.get().requireFresh(now);
            return before.get();
        }
        String name = metadataName(root, "snapshot", info);
        byte[] content = require(mirror.get(name, info.most(SNAPSHOT_BYTES)), name);
        info.require(content, name);
        SignedFile fresh = trusted.snapshot(content, name);
        if (before.isPresent()) {
            trusted.requireListsNotBefore(fresh, before.get());
        }
        trusted.require(fresh, info);
        kept.keepMetadata("snapshot", content);
        return fresh;
    }

    private static Optional<SignedFile> keptSnapshot(Optional<byte[]> content, Trusted trusted) {
        try {
            return content.isEmpty()
                    ? Optional.empty()
                    : Optional.of(trusted.snapshot(content.get(), "the snapshot that is kept"));
        } catch (RefusedMetadataException e) {
            return Optional.empty(); // by keys that are no longer believed
        }
    }

    private Optional<Targets> targets(Root root, Trusted trusted, SignedFile snapshot, Ask ask)
            throws IOException {
        Optional<FileInfo> listed = Trusted.info(snapshot, ask.role() + ".json");
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        FileInfo info = listed.get();
        Optional<byte[]> old = kept.metadata(ask.role());
        if (old.isPresent() && info.is(old.get())) {
            Optional<Targets> same = keptTargets(old.get(), trusted, ask, info);
            if (same.isPresent()) {
                return same;
            }
        }
        String name = metadataName(root, ask.role(), info);
        byte[] content = require(mirror.get(name, info.most(TARGETS_BYTES)), name);
        info.require(content, name);
        Targets fresh = trusted.targets(content, ask.by(), name);
        trusted.require(fresh.file(), info);
        kept.keepMetadata(ask.role(), content);
        return Optional.of(fresh);
    }

    private static Optional<Targets> keptTargets(
            byte[] content, Trusted trusted, Ask ask, FileInfo info) throws IOException {
        Targets same;
        try {
            same = trusted.targets(content, ask.by(), ask.role() + ".json");
        } catch (RefusedMetadataException e) {
            return Optional.empty(); // by keys that are no longer believed
        }
        if (same.file().version() != info.version()) {
            return Optional.empty();
        }
        trusted.require(same.file(), info);
        return Optional.of(same);
    }

    /**
     * Returns a target, from what is kept if it is still the same.
     *
     * @param name of the target, such as {@code trusted_root.json}
     * @return empty when no role that may say so knows it
     * @throws RefusedMetadataException when it is not what was signed
     * @throws IOException when the mirror cannot be asked
     */
    public Optional<byte[]> target(String name) throws IOException {
        Believed all = believed;
        if (all == null) {
            throw new IllegalStateException("refresh first");
        }
        Optional<FileInfo> found = find(all, name);
        return found.isEmpty() ? Optional.empty() : Optional.of(get(all.root(), name, found.get()));
    }

    /** Asks roles one after the other, those that one names before those after it. */
    private Optional<FileInfo> find(Believed all, String name) throws IOException {
        Deque<Ask> open = new ArrayDeque<>();
        open.push(new Ask("targets", Optional.empty()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Ask ask = open.pop();
            if (!seen.add(ask.role())) {
                continue;
            }
            if (seen.size() > MOST_ROLES) {
                throw new RefusedMetadataException(
                        name + ": more than " + MOST_ROLES + " roles would have to be asked");
            }
            Targets targets =
                    ask.by().isEmpty()
                            ? all.targets()
                            : targets(all.root(), all.trusted(), all.snapshot(), ask)
                                    .orElseThrow(() ->
                                            new RefusedMetadataException(
                                                    "snapshot.json: it says nothing of "
                                                            + ask.role()
                                                            + ".json"));
            FileInfo info = targets.infos().get(name);
            if (info != null) {
                return Optional.of(info);
            }
            pushCovering(targets, name, open);
        }
        return Optional.empty();
    }

    private static void pushCovering(Targets targets, String name, Deque<Ask> open) {
        Deque<Ask> turned = new ArrayDeque<>();
        for (Delegation delegation : targets.delegations()) {
            if (delegation.covers(name)) {
                turned.push(new Ask(delegation.name(), Optional.of(delegation)));
                if (delegation.terminating()) {
                    open.clear();
                    break;
                }
            }
        }
        turned.forEach(open::push);
    }

    private byte[] get(Root root, String name, FileInfo info) throws IOException {
        Optional<byte[]> old = kept.target(name);
        if (old.isPresent() && info.is(old.get())) {
            return old.get();
        }
        if (info.length() > TARGET_BYTES) {
            throw new RefusedMetadataException(name + ": longer than " + TARGET_BYTES + " bytes");
        }
        String path = "targets/" + (root.consistent() ? hashed(name, info) : name);
        byte[] content = require(mirror.get(path, info.most(TARGET_BYTES)), path);
        info.require(content, path);
        kept.keepTarget(name, content);
        return content;
    }

    private static String hashed(String name, FileInfo info) {
        int slash = name.lastIndexOf('/') + 1;
        return name.substring(0, slash)
                + info.hashes().getFirst().hex()
                + "."
                + name.substring(slash);
    }

    private static String metadataName(Root root, String role, FileInfo info) {
        String name = URLEncoder.encode(role, StandardCharsets.UTF_8).replace("+", "%20") + ".json";
        return root.consistent() ? info.version() + "." + name : name;
    }

    private static byte[] require(Optional<byte[]> content, String name) throws IOException {
        return content.orElseThrow(() -> new IOException(name + ": the repository has it not"));
    }
}
