package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Alpine's security database, and those of its form: by source package and version what that
 * version fixes. The version {@code 0} means that no version ever had it.
 */
final class SecdbReader {
    private SecdbReader() {}

    static void read(byte[] json, AdvisorySink sink) throws IOException {
        if (!(Json.parse(json) instanceof Map<?, ?> document)) {
            throw new SyntaxException("no security database of Alpine's form: no object");
        }
        String ecosystem = ecosystem(document);
        long records = 0;
        for (Map<?, ?> entry : maps(document.get("packages"))) {
            Map<?, ?> of = map(entry.get("pkg"));
            for (Map.Entry<?, ?> fix : map(of.get("secfixes")).entrySet()) {
                String version = text(fix.getKey());
                for (String names : texts(fix.getValue())) {
                    Optional<Advisory> advisory = advisory(version, names, source(ecosystem));
                    if (advisory.isPresent()) {
                        sink.advisory(ecosystem, text(of.get("name")), advisory.get());
                        records++;
                    }
                }
            }
        }
        Publishers.Publisher publisher = Publishers.ofRecord("", ecosystem);
        sink.origin(
                new DatabaseState.Origin(
                        publisher.source(),
                        ecosystem,
                        publisher.licence(),
                        Optional.empty(),
                        records));
    }

    private static String source(String ecosystem) {
        return Publishers.ofRecord("", ecosystem).source().id();
    }

    private static String ecosystem(Map<?, ?> document) {
        String release = text(document.get("distroversion"));
        if (!release.isEmpty()) {
            return "Alpine:" + release;
        }
        String prefix = text(document.get("urlprefix"));
        if (prefix.contains("wolfi")) {
            return "Wolfi";
        }
        if (prefix.contains("cgr.dev") || prefix.contains("chainguard")) {
            return "Chainguard";
        }
        throw new SyntaxException("a security database of Alpine's form without its release");
    }

    /** An entry has one name or several: {@code CVE-2017-2616 (+ regression fix)}. */
    private static Optional<Advisory> advisory(String version, String names, String source) {
        List<String> ids =
                List.of(names.split("\\s+")).stream()
                        .map(name -> name.replace("CVE_", "CVE-"))
                        .filter(name ->
                                name.startsWith("CVE-")
                                        || name.startsWith("GHSA-")
                                        || name.startsWith("CGA-"))
                        .toList();
        Optional<String> id = ids.stream().filter(name -> name.startsWith("CVE-")).findFirst();
        if (ids.isEmpty() || version.isEmpty() || version.equals("0")) {
            return Optional.empty();
        }
        String first = id.orElse(ids.getFirst());
        return Optional.of(
                new Advisory(
                        first,
                        ids.stream().filter(name -> !name.equals(first)).toList(),
                        source,
                        AffectedVersions.before(version),
                        Status.FIXED,
                        Severity.UNKNOWN,
                        List.of()));
    }
}
