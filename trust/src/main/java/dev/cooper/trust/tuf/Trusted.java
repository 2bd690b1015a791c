package dev.cooper.trust.tuf;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a root lets us believe: each step refuses what does not follow from the one before. */
final class Trusted {
    private final Root root;
    private final Instant now;

    Trusted(Root root, Instant now) {
        this.root = root;
        this.now = now;
    }

    /** Reads a timestamp; whether it is newer and fresh is another question. */
    SignedFile timestamp(byte[] content, String where) throws RefusedMetadataException {
        SignedFile file = SignedFile.parse(content, "timestamp", where);
        root.require(file, "timestamp");
        snapshot(file);
        return file;
    }

    /** What a timestamp says of the snapshot. */
    static FileInfo snapshot(SignedFile timestamp) throws RefusedMetadataException {
        return info(timestamp, "snapshot.json")
                .orElseThrow(() ->
                        new RefusedMetadataException(
                                timestamp.where() + ": it says nothing of snapshot.json"));
    }

    /** What a snapshot or timestamp says of a file. */
    static Optional<FileInfo> info(SignedFile file, String name) throws RefusedMetadataException {
        try {
            return file.signed().object("meta").optionalObject(name).map(FileInfo::ofMetadata);
        } catch (SyntaxException e) {
            throw new RefusedMetadataException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses a timestamp that is older than one that was believed, or names an older snapshot. */
    void requireNotBefore(SignedFile timestamp, SignedFile before) throws RefusedMetadataException {
        requireVersion(timestamp.where(), timestamp.version(), before.version());
        requireVersion(
                timestamp.where() + ": snapshot.json",
                snapshot(timestamp).version(),
                snapshot(before).version());
    }

    /** Refuses a snapshot that lists older metadata than one that was believed, or lost some. */
    void requireListsNotBefore(SignedFile snapshot, SignedFile before)
            throws RefusedMetadataException {
        for (String name : lists(before).names()) {
            FileInfo old = info(before, name).orElseThrow();
            FileInfo now =
                    info(snapshot, name)
                            .orElseThrow(() ->
                                    new RefusedMetadataException(
                                            snapshot.where() + ": " + name + " is lost"));
            requireVersion(snapshot.where() + ": " + name, now.version(), old.version());
        }
    }

    private static JsonObject lists(SignedFile snapshot) throws RefusedMetadataException {
        try {
            return snapshot.signed().object("meta");
        } catch (SyntaxException e) {
            throw new RefusedMetadataException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireVersion(String what, long now, long before)
            throws RefusedMetadataException {
        if (now < before) {
            throw new RefusedMetadataException(
                    what
                            + ": version "
                            + now
                            + " is older than version "
                            + before
                            + ", which was seen before");
        }
    }

    SignedFile snapshot(byte[] content, String where) throws RefusedMetadataException {
        SignedFile file = SignedFile.parse(content, "snapshot", where);
        root.require(file, "snapshot");
        return file;
    }

    /** Reads the targets of a role, which a role before it may have named. */
    Targets targets(byte[] content, Optional<Delegation> by, String where)
            throws RefusedMetadataException {
        SignedFile file = SignedFile.parse(content, "targets", where);
        if (by.isPresent()) {
            by.get().role().require(file, "the role that names it");
        } else {
            root.require(file, "targets");
        }
        try {
            Map<String, FileInfo> all = new HashMap<>();
            JsonObject targets = file.signed().object("targets");
            for (String name : targets.names()) {
                all.put(name, FileInfo.ofTarget(targets.object(name)));
            }
            return new Targets(file, all, Delegation.parse(file.signed()));
        } catch (SyntaxException e) {
            throw new RefusedMetadataException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses metadata of another version than was signed for it, or that has run out. */
    void require(SignedFile file, FileInfo info) throws IOException {
        if (file.version() != info.version()) {
            throw new RefusedMetadataException(
                    file.where()
                            + ": version is "
                            + file.version()
                            + ", but version "
                            + info.version()
                            + " was signed for it");
        }
        file.requireFresh(now);
    }
}
