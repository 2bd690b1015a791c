package dev.cooper.scan.advisory;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One state of an advisory database: which chunks it is made of, and where they come from. As JSON
 * it is the index document beside the chunks.
 *
 * @param builtAt when it was made
 * @param asOf how far its sources had come
 */
public record DatabaseState(
        Instant builtAt, Instant asOf, List<Origin> sources, List<Chunk> chunks) {
    static final int FORMAT = 1;

    /** What a chunk holds. */
    public enum Kind {
        /** The advisories of one ecosystem, by package. */
        ADVISORIES,
        /** Details of vulnerabilities whose ids begin alike, by id. */
        VULNERABILITIES,
        /** Ids by the other names of the same vulnerability. */
        ALIASES,
        /** When vulnerabilities came to be exploited, by id. */
        EXPLOITED,
        /** How probable it is that they are, by id. */
        EPSS,
        /** When releases are no longer kept up, by product. */
        END_OF_LIFE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            throw new SyntaxException("there are no chunks of the kind \"" + word + "\"");
        }
    }

    /**
     * A file of the database.
     *
     * @param name what part of its kind it holds, such as {@code Debian:12} or {@code CVE-2024}
     * @param digest of its bytes, which names the file
     * @param size in bytes
     * @param keys how many there are
     * @param records how many advisories, or else the same as {@code keys}
     */
    public record Chunk(Kind kind, String name, Digest digest, long size, int keys, int records) {}

    /**
     * A source of what is in the database.
     *
     * @param ecosystem that it was about; empty for details of vulnerabilities
     * @param licence of the data, as an SPDX expression where there is one; may be empty
     * @param asOf the date of its newest record, if that is known
     * @param records how many were taken from it
     */
    public record Origin(
            DataSource source,
            String ecosystem,
            String licence,
            Optional<Instant> asOf,
            long records) {}

    public DatabaseState {
        sources = List.copyOf(sources);
        chunks = List.copyOf(chunks);
    }

    /** How many advisories there are. */
    public long advisories() {
        return chunks.stream()
                .filter(chunk -> chunk.kind() == Kind.ADVISORIES)
                .mapToLong(Chunk::records)
                .sum();
    }

    /** How many vulnerabilities are described. */
    public long vulnerabilities() {
        return chunks.stream()
                .filter(chunk -> chunk.kind() == Kind.VULNERABILITIES)
                .mapToLong(Chunk::records)
                .sum();
    }

    /** As an index document; the same state makes the same bytes. */
    public byte[] toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("built", builtAt.toString());
        document.put("asOf", asOf.toString());
        document.put("sources", sources.stream().map(DatabaseState::members).toList());
        document.put("chunks", chunks.stream().map(DatabaseState::members).toList());
        return (Json.pretty(document, 1) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> members(Origin origin) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", origin.source().id());
        members.put("ecosystem", origin.ecosystem());
        members.put("name", origin.source().name());
        members.put("url", origin.source().url());
        members.put("base", origin.source().base());
        members.put("licence", origin.licence());
        origin.asOf().ifPresent(time -> members.put("asOf", time.toString()));
        members.put("records", origin.records());
        return members;
    }

    private static Map<String, Object> members(Chunk chunk) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", chunk.kind().word());
        members.put("name", chunk.name());
        members.put("digest", chunk.digest().toString());
        members.put("size", chunk.size());
        members.put("keys", chunk.keys());
        members.put("records", chunk.records());
        return members;
    }

    /**
     * Reads an index document.
     *
     * @param where its name, for messages
     * @throws SyntaxException when it is none, or of a later format
     */
    public static DatabaseState parse(byte[] json, String where) {
        JsonObject document = JsonObject.parse(json, where);
        long format = document.integer("format", 0);
        if (format != FORMAT) {
            throw new SyntaxException(
                    where
                            + " has the format "
                            + format
                            + " of advisory databases, and this cooper reads "
                            + FORMAT
                            + ": update one of them");
        }
        List<Origin> sources = new ArrayList<>();
        document.objects("sources").forEach(each -> sources.add(origin(each)));
        List<Chunk> chunks = new ArrayList<>();
        document.objects("chunks").forEach(each -> chunks.add(chunk(each)));
        return new DatabaseState(
                time(document.string("built"), where),
                time(document.string("asOf"), where),
                sources,
                chunks);
    }

    private static Origin origin(JsonObject from) {
        DataSource source =
                new DataSource(
                        from.string("id", ""),
                        from.string("name", ""),
                        from.string("url", ""),
                        from.string("base", ""));
        return new Origin(
                source,
                from.string("ecosystem", ""),
                from.string("licence", ""),
                from.optionalString("asOf").map(text -> time(text, from.where())),
                from.integer("records", 0));
    }

    private static Chunk chunk(JsonObject from) {
        return new Chunk(
                Kind.of(from.string("kind")),
                from.string("name"),
                Digest.parse(from.string("digest")),
                from.integer("size", 0),
                count(from.integer("keys", 0)),
                count(from.integer("records", 0)));
    }

    private static int count(long number) {
        return Math.clamp(number, 0, Integer.MAX_VALUE);
    }

    private static Instant time(String text, String where) {
        try {
            Instant plain = plain(text);
            return plain == null ? Instant.parse(text) : plain;
        } catch (DateTimeException e) {
            throw new SyntaxException(where + ": \"" + text + "\" is no time", e);
        }
    }

    /** {@code 2026-01-02T03:04:05Z}, without what it costs to get a formatter to start. */
    private static @Nullable Instant plain(String text) {
        String form = "0000-00-00T00:00:00Z";
        if (text.length() != form.length()) {
            return null;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(i);
            boolean fits = form.charAt(i) == '0' ? c >= '0' && c <= '9' : c == form.charAt(i);
            if (!fits) {
                return null;
            }
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
