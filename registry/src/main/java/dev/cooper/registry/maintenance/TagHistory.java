package dev.cooper.registry.maintenance;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Repositories;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tags of a repository have pointed to. */
public final class TagHistory {
    /**
     * A change of a tag.
     *
     * @param tag its name
     * @param at when
     * @param by the user who did it; empty where nobody logs in
     * @param digest what it has pointed to since; empty when it was deleted
     * @param kept whether that manifest is still there
     */
    public record Change(
            String tag, Instant at, Optional<String> by, Optional<String> digest, boolean kept) {
        /** The same as the members of a JSON object. */
        public Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("tag", tag);
            json.put("at", at.toString());
            json.put("by", by.orElse(null));
            json.put("digest", digest.orElse(null));
            json.put("kept", kept);
            return json;
        }
    }

    private TagHistory() {}

    /**
     * Lists the changes of one tag or of all, the newest first. The registry may be running.
     *
     * @param config how the registry is set up
     * @param repository its name
     * @param tag only this one, if any
     * @param most how many at most
     * @throws IOException when the data cannot be read, or there is no such repository
     */
    public static List<Change> of(
            RegistryConfig config, String repository, Optional<String> tag, int most)
            throws IOException {
        try (Storage storage = Storage.openExisting(config)) {
            Optional<Long> id = storage.database().read(sql -> Repositories.find(sql, repository));
            if (id.isEmpty()) {
                throw new IOException(
                        "the registry in " + config.data() + " has no repository " + repository);
            }
            return changes(storage.database(), id.get(), tag, most);
        }
    }

    private static List<Change> changes(
            Database database, long repository, Optional<String> tag, int most) throws IOException {
        return database.read(sql ->
                sql.list(
                        row ->
                                new Change(
                                        row.getString(1),
                                        Instant.ofEpochSecond(row.getLong(2)),
                                        Optional.ofNullable(row.getString(3)),
                                        Optional.ofNullable(row.getString(4)),
                                        row.getLong(5) > 0),
                        "SELECT h.name, h.changed_at, h.changed_by, h.digest, (SELECT COUNT(*)"
                                + " FROM manifest m WHERE m.repository_id = h.repository_id AND"
                                + " m.digest = h.digest) FROM tag_history h WHERE"
                                + " h.repository_id = ? AND (? = '' OR h.name = ?)"
                                + " ORDER BY h.id DESC LIMIT ?",
                        repository,
                        tag.orElse(""),
                        tag.orElse(""),
                        most));
    }

    /**
     * Points a tag again to a manifest that the repository still has; durable on return.
     *
     * @param config how the registry is set up, which may be running
     * @param digest of the manifest; empty for what the tag pointed to before its last change
     * @return the digest it points to now
     * @throws IOException when the manifest or the repository is not there
     */
    public static String restore(
            RegistryConfig config, String repository, String tag, Optional<String> digest)
            throws IOException {
        String wanted = digest.isPresent() ? digest.get() : before(config, repository, tag);
        try (Storage storage = Storage.openExisting(config)) {
            boolean done =
                    storage.database()
                            .write(sql -> {
                                Optional<Long> id = Repositories.lock(sql, repository);
                                Optional<Long> manifest =
                                        sql.first(
                                                row -> row.getLong(1),
                                                "SELECT id FROM manifest WHERE repository_id = ?"
                                                        + " AND digest = ?",
                                                id.orElse(-1L),
                                                wanted);
                                if (manifest.isEmpty()) {
                                    return false;
                                }
                                Manifests.tag(
                                        sql, id.orElseThrow(), tag, manifest.get(), wanted, "");
                                return true;
                            });
            if (!done) {
                throw new IOException(
                        "repository "
                                + repository
                                + " no longer has manifest "
                                + wanted
                                + "; push it again");
            }
        }
        return wanted;
    }

    private static String before(RegistryConfig config, String repository, String tag)
            throws IOException {
        List<Change> last = of(config, repository, Optional.of(tag), 2);
        Optional<String> before = last.size() < 2 ? Optional.empty() : last.getLast().digest();
        return before.orElseThrow(() ->
                new IOException(
                        "tag "
                                + tag
                                + " of "
                                + repository
                                + " pointed to nothing before its last change; name a digest"));
    }
}
