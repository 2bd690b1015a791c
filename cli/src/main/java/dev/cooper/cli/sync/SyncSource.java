package dev.cooper.cli.sync;

import dev.cooper.transfer.Access;

import java.util.List;

/**
 * What shall be copied from one registry.
 *
 * @param registry host and port
 * @param access how to speak to it
 * @param wishes the repositories
 */
public record SyncSource(String registry, Access access, List<Wish> wishes) {
    /** Copies the list. */
    public SyncSource {
        wishes = List.copyOf(wishes);
    }

    /**
     * What shall be copied from one repository.
     *
     * @param repository its path
     * @param versions tags and digests, as they are written; empty together with the selection
     *     means all tags
     * @param selection chooses among the tags
     */
    public record Wish(String repository, List<String> versions, Selection selection) {
        /** Copies the list. */
        public Wish {
            versions = List.copyOf(versions);
        }
    }

    /** Chooses tags. */
    public interface Selection {
        /** Chooses none. */
        Selection NONE = tag -> false;

        /** Chooses every one. */
        Selection ALL = tag -> true;

        /** Tells whether a tag shall be copied. */
        boolean takes(String tag);
    }
}
