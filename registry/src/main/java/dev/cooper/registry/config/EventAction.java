package dev.cooper.registry.config;

import java.util.Locale;

/** What an event tells of. */
public enum EventAction {
    /** A manifest or blob was sent here. */
    PUSH,
    /** A manifest or blob was fetched. */
    PULL,
    /** A repository got the blob of another one. */
    MOUNT,
    /** A tag, a manifest or a repository's blob is gone. */
    DELETE;

    /** As in the configuration and in events. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
