package dev.cooper.registry.proxy;

import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Repositories;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Lists of tags and referrers as another registry gave them last, for when it is away. */
final class CachedLists {
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_NEXT = 2048;
    private static final int LONGEST_FILTERS = 255;

    /** So many pages are kept of a repository. */
    private static final int MOST = 200;

    /**
     * A page of a list.
     *
     * @param content its bytes
     * @param next the query of the page after it
     * @param filters what it has been filtered by
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(byte[] content, Optional<String> next, Optional<String> filters) {}

    private final Database database;

    CachedLists(Database database) {
        this.database = database;
    }

    /** Finds the page that goes by a name. */
    Optional<Page> find(String repository, String name) throws IOException {
        return database.read(sql ->
                sql.first(
                        row ->
                                new Page(
                                        row.getBytes(1),
                                        optional(row.getString(2)),
                                        optional(row.getString(3))),
                        "SELECT c.content, c.next, c.filters FROM cached_list c JOIN repository r"
                                + " ON r.id = c.repository_id WHERE r.name = ? AND c.name = ?",
                        repository,
                        name));
    }

    private static Optional<String> optional(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    /** Keeps a page, unless it is kept already or there is no room for it. */
    void keep(String repository, String name, Page page) throws IOException {
        if (name.length() > LONGEST_NAME
                || page.next.orElse("").length() > LONGEST_NEXT
                || page.filters.orElse("").length() > LONGEST_FILTERS) {
            return;
        }
        Optional<Page> old = find(repository, name);
        if (old.isPresent()
                && Arrays.equals(old.get().content, page.content)
                && old.get().next.equals(page.next)) {
            return;
        }
        database.write(sql -> {
            long id = Repositories.make(sql, repository);
            long kept = sql.number("SELECT COUNT(*) FROM cached_list WHERE repository_id = ?", id);
            if (old.isEmpty() && kept >= MOST) {
                return 0;
            }
            return sql.update(
                    "INSERT INTO cached_list (repository_id, name, content, next, filters, kept_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (repository_id, name) DO"
                            + " UPDATE SET content = excluded.content, next = excluded.next,"
                            + " filters = excluded.filters, kept_at = excluded.kept_at",
                    id,
                    name,
                    page.content,
                    page.next,
                    page.filters,
                    System.currentTimeMillis());
        });
    }

    /** Forgets the lists that have not changed since a time. */
    void forget(long before) throws IOException {
        database.write(sql -> sql.update("DELETE FROM cached_list WHERE kept_at < ?", before));
    }
}
