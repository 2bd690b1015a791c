package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;
import static dev.cooper.scan.feed.JsonValues.time;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Red Hat's CSAF 2.0 documents: VEX, one of each CVE, and advisories. A name that is fixed in
 * a release is not unfixed there, too; a source package counts where no binary one of its name
 * does.
 */
final class CsafReader {
    private static final String SOURCE = "redhat";

    private final Map<?, ?> document;
    private final CsafProducts products;
    private final AdvisorySink sink;
    private long records;

    private CsafReader(Map<?, ?> root, AdvisorySink sink) {
        this.document = map(root.get("document"));
        this.products = new CsafProducts(map(root.get("product_tree")));
        this.sink = sink;
    }

    static void read(byte[] json, AdvisorySink sink) throws IOException {
        if (!(Json.parse(json) instanceof Map<?, ?> root)) {
            throw new SyntaxException("no document of CSAF: no object");
        }
        CsafReader reader = new CsafReader(root, sink);
        if (!text(map(reader.document.get("publisher")).get("name")).startsWith("Red Hat")) {
            throw new SyntaxException("no CSAF document of Red Hat's: others are not read");
        }
        for (Map<?, ?> each : maps(root.get("vulnerabilities"))) {
            reader.add(each);
        }
        sink.origin(
                new DatabaseState.Origin(
                        Publishers.RED_HAT.source(),
                        "Red Hat",
                        Publishers.RED_HAT.licence(),
                        time(reader.tracking().get("current_release_date")),
                        reader.records));
    }

    private Map<?, ?> tracking() {
        return map(document.get("tracking"));
    }

    private void add(Map<?, ?> vulnerability) throws IOException {
        String id = text(vulnerability.get("cve"));
        if (!id.startsWith("CVE-")) {
            return;
        }
        Map<?, ?> status = map(vulnerability.get("product_status"));
        Map<String, Severity> severities = severities(vulnerability);
        Map<String, Map<?, ?>> remedies = remedies(vulnerability);
        Optional<Instant> published = time(vulnerability.get("release_date"));
        Set<CsafProducts.Key> said = new HashSet<>();
        Set<List<String>> fixed = new HashSet<>();
        for (String product : texts(status.get("fixed"))) {
            CsafProducts.Rpm rpm = products.rpm(product).orElse(null);
            if (rpm == null || rpm.isSource() || rpm.version().isEmpty()) {
                continue;
            }
            said.add(rpm.key());
            // The same version is said of each architecture.
            if (fixed.add(List.of(rpm.key().ecosystem(), rpm.key().lookedUp(), rpm.version()))) {
                Severity severity = severities.getOrDefault(product, Severity.UNKNOWN);
                List<String> notices = notices(remedies.getOrDefault(product, Map.of()));
                AffectedVersions before = AffectedVersions.before(rpm.version());
                sink(id, rpm.key(), before, Status.FIXED, severity, notices, published);
            }
        }
        for (boolean isSource : new boolean[] {false, true}) {
            for (String word :
                    List.of("known_affected", "known_not_affected", "under_investigation")) {
                for (String product : texts(status.get(word))) {
                    CsafProducts.Rpm rpm = products.rpm(product).orElse(null);
                    if (rpm == null || rpm.isSource() != isSource || !said.add(rpm.key())) {
                        continue;
                    }
                    if (!word.equals("known_not_affected")) {
                        Severity severity = severities.getOrDefault(product, Severity.UNKNOWN);
                        Status what = unfixed(word, remedies.getOrDefault(product, Map.of()));
                        AffectedVersions all = AffectedVersions.ALL;
                        sink(id, rpm.key(), all, what, severity, List.of(), published);
                    }
                }
            }
        }
        sink.vulnerability(SOURCE, details(vulnerability, id, severities));
    }

    private void sink(
            String id,
            CsafProducts.Key key,
            AffectedVersions versions,
            Status status,
            Severity severity,
            List<String> notices,
            Optional<Instant> published)
            throws IOException {
        Advisory advisory =
                new Advisory(id, List.of(), SOURCE, versions, status, severity, notices);
        sink.advisory(key.ecosystem(), key.lookedUp(), advisory.published(published));
        records++;
    }

    private static Status unfixed(String word, Map<?, ?> remedy) {
        if (word.equals("under_investigation")) {
            return Status.UNDER_INVESTIGATION;
        }
        String details = text(remedy.get("details")).toLowerCase(Locale.ROOT);
        return switch (text(remedy.get("category"))) {
            case "no_fix_planned" ->
                    details.contains("out of support") ? Status.END_OF_LIFE : Status.WILL_NOT_FIX;
            case "none_available" ->
                    details.contains("deferred") ? Status.FIX_DEFERRED : Status.AFFECTED;
            default -> Status.AFFECTED;
        };
    }

    /** What is done about each product; a workaround mends nothing. */
    private static Map<String, Map<?, ?>> remedies(Map<?, ?> vulnerability) {
        Map<String, Map<?, ?>> remedies = new HashMap<>();
        for (Map<?, ?> each : maps(vulnerability.get("remediations"))) {
            String category = text(each.get("category"));
            if (!category.equals("workaround") && !category.equals("mitigation")) {
                texts(each.get("product_ids")).forEach(id -> remedies.putIfAbsent(id, each));
            }
        }
        return remedies;
    }

    /** {@code RHSA-2024:1234}, the end of its address. */
    private static List<String> notices(Map<?, ?> remedy) {
        String url = text(remedy.get("url"));
        String name = url.substring(url.lastIndexOf('/') + 1);
        return name.startsWith("RH") && name.contains("A-") ? List.of(name) : List.of();
    }

    private static Map<String, Severity> severities(Map<?, ?> vulnerability) {
        Map<String, Severity> severities = new HashMap<>();
        for (Map<?, ?> threat : maps(vulnerability.get("threats"))) {
            if ("impact".equals(threat.get("category"))) {
                Severity severity = Severity.of(text(threat.get("details")));
                texts(threat.get("product_ids")).forEach(id -> severities.put(id, severity));
            }
        }
        return severities;
    }

    private Vulnerability details(
            Map<?, ?> vulnerability, String id, Map<String, Severity> severities) {
        Severity severity =
                severities.values().stream().max(Severity::compareTo).orElse(Severity.UNKNOWN);
        Map<String, String> vectors = new HashMap<>();
        Map<String, Double> scores = new HashMap<>();
        for (Map<?, ?> score : maps(vulnerability.get("scores"))) {
            for (String version : List.of("cvss_v2", "cvss_v3", "cvss_v4")) {
                Map<?, ?> said = map(score.get(version));
                String number = text(said.get("version"));
                if (said.get("baseScore") instanceof Number base
                        && base.doubleValue() > scores.getOrDefault(number, 0.0)) {
                    scores.put(number, base.doubleValue());
                    vectors.put(number, text(said.get("vectorString")));
                }
            }
        }
        String description = "";
        for (Map<?, ?> note : maps(vulnerability.get("notes"))) {
            if (description.isEmpty() && "description".equals(note.get("category"))) {
                description = text(note.get("text"));
            }
        }
        String weakness = text(map(vulnerability.get("cwe")).get("id"));
        Set<String> references = new LinkedHashSet<>();
        for (Map<?, ?> each : maps(vulnerability.get("references"))) {
            references.add(text(each.get("url")));
        }
        references.remove("");
        return new Vulnerability(
                id,
                text(vulnerability.get("title")),
                description,
                severity == Severity.UNKNOWN ? Map.of() : Map.of(SOURCE, severity),
                scores.isEmpty()
                        ? Map.of()
                        : Map.of(SOURCE, new Vulnerability.Cvss(vectors, scores)),
                weakness.isEmpty() ? List.of() : List.of(weakness),
                new ArrayList<>(references),
                time(vulnerability.get("release_date")),
                time(tracking().get("current_release_date")),
                Optional.empty(),
                Optional.empty());
    }
}
