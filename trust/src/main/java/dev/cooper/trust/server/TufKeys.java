package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;

import java.io.IOException;

/**
 * The keys of a repository: one for the root, one for all else. New ones wait in files of their own
 * until a root that names them is published, so that no moment loses the keys of what is published.
 */
final class TufKeys {
    private static final String ROOT = "tuf-root";
    private static final String ONLINE = "tuf-online";
    private static final String NEXT = "-next";

    private final ServerDirectory directory;
    private TufKey root;
    private TufKey online;

    private TufKeys(ServerDirectory directory, TufKey root, TufKey online) {
        this.directory = directory;
        this.root = root;
        this.online = online;
    }

    /** Opens them, and makes them when there are none. */
    static TufKeys open(ServerDirectory directory) throws IOException {
        return new TufKeys(directory, key(directory, ROOT), key(directory, ONLINE));
    }

    private static TufKey key(ServerDirectory directory, String name) throws IOException {
        return new TufKey(directory.key(name));
    }

    TufKey root() {
        return root;
    }

    /** Of targets, snapshot and timestamp. */
    TufKey online() {
        return online;
    }

    /** Ends what a process that died has begun. */
    void recover(JsonObject published) throws IOException {
        if (directory.has(file(ROOT + NEXT))
                && directory.has(file(ONLINE + NEXT))
                && published.object("keys").has(key(directory, ROOT + NEXT).id())) {
            take();
        } else if (!published.object("keys").has(root.id()) && directory.has(file(ONLINE + NEXT))) {
            take(); // it died between the two files
        }
    }

    /** Makes others; {@link #take} makes them those that are used. */
    TufKeys next() throws IOException {
        directory.delete(file(ROOT + NEXT));
        directory.delete(file(ONLINE + NEXT));
        return new TufKeys(directory, key(directory, ROOT + NEXT), key(directory, ONLINE + NEXT));
    }

    void take() throws IOException {
        if (directory.has(file(ROOT + NEXT))) {
            directory.move(file(ROOT + NEXT), file(ROOT));
        }
        if (directory.has(file(ONLINE + NEXT))) {
            directory.move(file(ONLINE + NEXT), file(ONLINE));
        }
        root = key(directory, ROOT);
        online = key(directory, ONLINE);
    }

    private static String file(String name) {
        return name + ".key";
    }
}
