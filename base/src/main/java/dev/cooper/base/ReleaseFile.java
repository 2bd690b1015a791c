package dev.cooper.base;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a suite's Release file says. Make one only from text whose signature was verified.
 *
 * @param codename the code name, empty when not given
 * @param suite the suite's name, empty when not given
 * @param version the release's version, empty when not given
 * @param date when the file was made
 * @param validUntil when it stops being true
 * @param architectures the architectures there are
 * @param byHash whether indexes can be had by their digests
 * @param separateAll whether packages for all architectures have an index of their own
 * @param files the indexes, by path below the suite
 */
record ReleaseFile(
        String codename,
        String suite,
        String version,
        Instant date,
        Optional<Instant> validUntil,
        List<String> architectures,
        boolean byHash,
        boolean separateAll,
        Map<String, IndexFile> files) {

    /**
     * One index that the file vouches for.
     *
     * @param size its size in bytes
     * @param digest its SHA-256
     */
    record IndexFile(long size, Digest digest) {}

    private static final Set<String> FIELDS =
            Set.of(
                    "Codename",
                    "Suite",
                    "Version",
                    "Date",
                    "Valid-Until",
                    "Architectures",
                    "Acquire-By-Hash",
                    "No-Support-for-Architecture-all",
                    "SHA256");

    /** RFC 1123 as apt reads it; the zone is always UTC, by one of its names. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu H:mm:ss z", Locale.ENGLISH);

    /**
     * Reads the text.
     *
     * @param text what was signed
     * @param source where it is from, for messages
     */
    static ReleaseFile parse(byte[] text, String source) throws IOException {
        Map<String, String> fields =
                new StanzaReader(new ByteArrayInputStream(text), source, FIELDS).next();
        if (fields == null || !fields.containsKey("Date") || !fields.containsKey("SHA256")) {
            throw new IOException("reading " + source + ": want the fields Date and SHA256");
        }
        List<String> architectures = AptSource.words(fields.getOrDefault("Architectures", ""));
        boolean packagesHoldAll =
                AptSource.words(fields.getOrDefault("No-Support-for-Architecture-all", ""))
                        .contains("Packages");
        String until = fields.get("Valid-Until");
        return new ReleaseFile(
                fields.getOrDefault("Codename", ""),
                fields.getOrDefault("Suite", ""),
                fields.getOrDefault("Version", ""),
                date(fields.getOrDefault("Date", ""), source),
                until == null ? Optional.empty() : Optional.of(date(until, source)),
                architectures,
                "yes".equals(fields.get("Acquire-By-Hash")),
                architectures.contains("all") && !packagesHoldAll,
                files(fields.getOrDefault("SHA256", ""), source));
    }

    private static Instant date(String text, String source) throws IOException {
        try {
            return Instant.from(DATE.parse(text));
        } catch (DateTimeException e) {
            throw new IOException("reading " + source + ": \"" + text + "\" is no date", e);
        }
    }

    private static Map<String, IndexFile> files(String table, String source) throws IOException {
        Map<String, IndexFile> files = new HashMap<>();
        for (String line : table.lines().toList()) {
            List<String> words = AptSource.words(line);
            if (words.isEmpty()) {
                continue;
            }
            try {
                if (words.size() != 3) {
                    throw new SyntaxException("want digest, size and path");
                }
                Digest digest = new Digest(Digest.Algorithm.SHA256, words.get(0));
                files.put(words.get(2), new IndexFile(Long.parseLong(words.get(1)), digest));
            } catch (NumberFormatException | SyntaxException e) {
                throw new IOException(
                        "reading " + source + ": \"" + line.strip() + "\": " + e.getMessage(), e);
            }
        }
        return files;
    }
}
