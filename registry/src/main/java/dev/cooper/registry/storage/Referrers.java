package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What speaks about a manifest: all that name it as their subject, and all that an index under its
 * fallback tag lists, which is how clients noted it while a registry had no referrers API.
 */
public final class Referrers {
    /** The longest hash that fits into a fallback tag. */
    private static final int FALLBACK_HEX = 64;

    private static final String COLUMNS =
            "SELECT digest, media_type, size, artifact_type, annotations FROM manifest"
                    + " WHERE repository_id = ? AND digest ";

    /**
     * A descriptor in the list.
     *
     * @param digest by which the list is sorted
     * @param artifactType by which it may be filtered
     * @param json the descriptor
     * @param weight about how many bytes it has
     */
    public record Entry(
            String digest,
            Optional<String> artifactType,
            Map<String, @Nullable Object> json,
            int weight) {}

    private final Database database;

    /** Looks them up in a database. */
    public Referrers(Database database) {
        this.database = database;
    }

    /**
     * Lists referrers in the order of their digests.
     *
     * @param subject what they speak about; it need not be here
     * @param artifactType the only type wanted, if any
     * @param after where to go on
     * @param most how many at most
     */
    public List<Entry> list(
            String repository,
            Digest subject,
            Optional<String> artifactType,
            String after,
            int most)
            throws IOException {
        return database.read(sql -> {
            Optional<Long> id = Repositories.find(sql, repository);
            if (id.isEmpty()) {
                return List.of();
            }
            TreeMap<String, Entry> found = new TreeMap<>();
            for (Entry entry : bySubject(sql, id.get(), subject, artifactType, after, most)) {
                found.put(entry.digest, entry);
            }
            for (Entry entry : byFallbackTag(sql, id.get(), subject, after)) {
                if (artifactType.isEmpty() || artifactType.equals(entry.artifactType)) {
                    found.putIfAbsent(entry.digest, entry);
                }
            }
            List<Entry> all = new ArrayList<>(found.values());
            return all.size() > most ? all.subList(0, most) : all;
        });
    }

    private static List<Entry> bySubject(
            Sql sql,
            long repository,
            Digest subject,
            Optional<String> artifactType,
            String after,
            int most)
            throws SQLException {
        return sql.list(
                Referrers::entry,
                COLUMNS
                        + "> ? AND subject = ? AND (? = '' OR artifact_type = ?)"
                        + " ORDER BY digest LIMIT ?",
                repository,
                after,
                subject.toString(),
                artifactType.orElse(""),
                artifactType.orElse(""),
                most);
    }

    private static List<Entry> byFallbackTag(Sql sql, long repository, Digest subject, String after)
            throws SQLException {
        Optional<byte[]> index =
                sql.first(
                        row -> row.getBytes(1),
                        "SELECT m.content FROM tag t JOIN manifest m ON m.id = t.manifest_id"
                                + " WHERE t.repository_id = ? AND t.name = ?",
                        repository,
                        fallbackTag(subject));
        List<Entry> entries = new ArrayList<>();
        for (String digest : index.map(Referrers::listed).orElse(List.of())) {
            if (digest.compareTo(after) > 0) {
                sql.first(Referrers::entry, COLUMNS + "= ?", repository, digest)
                        .ifPresent(entries::add);
            }
        }
        return entries;
    }

    private static List<String> listed(byte[] content) {
        try {
            return ImageIndex.parse(content).manifests().stream()
                    .map(descriptor -> descriptor.digest().toString())
                    .toList();
        } catch (SyntaxException e) {
            return List.of(); // a tag that only looks like one
        }
    }

    static String fallbackTag(Digest subject) {
        String hex = subject.hex();
        return subject.algorithm().id()
                + "-"
                + hex.substring(0, Math.min(FALLBACK_HEX, hex.length()));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("mediaType", row.getString(2));
        json.put("digest", row.getString(1));
        json.put("size", row.getLong(3));
        Optional<String> artifactType = Optional.ofNullable(row.getString(4));
        artifactType.ifPresent(type -> json.put("artifactType", type));
        String annotations = row.getString(5);
        int weight = 300;
        if (annotations != null) {
            weight += annotations.length();
            byte[] text = ("{\"a\":" + annotations + "}").getBytes(StandardCharsets.UTF_8);
            json.put("annotations", JsonObject.parse(text, "annotations").get("a"));
        }
        return new Entry(row.getString(1), artifactType, json, weight);
    }

    /** Writes a list as the index that the API returns. */
    public static byte[] toIndex(List<Entry> entries) {
        Map<String, @Nullable Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2L);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", entries.stream().map(Entry::json).toList());
        return Json.write(index);
    }
}
