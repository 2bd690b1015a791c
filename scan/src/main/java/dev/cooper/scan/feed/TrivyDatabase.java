package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;
import static dev.cooper.scan.feed.JsonValues.time;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.DataSource;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Trivy's database (schema 2), read as it is: {@code trivy.db} with {@code metadata.json}. */
final class TrivyDatabase implements AdvisoryDatabase {
    private final BoltFile file;
    private final Edition edition;

    TrivyDatabase(BoltFile file, Edition edition) {
        this.file = file;
        this.edition = edition;
    }

    /**
     * Opens a database.
     *
     * @param directory has the two files
     */
    static TrivyDatabase open(Path directory) throws IOException {
        Instant built = Instant.EPOCH;
        Path metadata = directory.resolve("metadata.json");
        if (Files.isRegularFile(metadata)) {
            Map<?, ?> members;
            try {
                members = map(Json.parse(Files.readAllBytes(metadata)));
            } catch (SyntaxException e) {
                throw new IOException(metadata + " is damaged: " + e.getMessage(), e);
            }
            if (!Long.valueOf(2).equals(members.get("Version"))) {
                throw new IOException(
                        metadata + " has a schema other than 2 of Trivy's database: update it");
            }
            built = time(members.get("UpdatedAt")).orElse(Instant.EPOCH);
        }
        BoltFile file = BoltFile.open(directory.resolve("trivy.db"));
        return new TrivyDatabase(file, new Edition("trivy", built, ""));
    }

    @Override
    public Edition edition() {
        return edition;
    }

    @Override
    public boolean covers(String ecosystem) throws IOException {
        return !buckets(ecosystem).isEmpty();
    }

    /** The buckets of an ecosystem: one of a distribution's release, one of each source else. */
    private List<String> buckets(String ecosystem) throws IOException {
        if (ecosystem.startsWith(TrivyRedHat.ECOSYSTEM)) {
            return file.root().bucket(TrivyRedHat.BUCKET).isPresent()
                    ? List.of(TrivyRedHat.BUCKET)
                    : List.of();
        }
        Optional<String> system = TrivyNames.system(ecosystem);
        if (system.isPresent()) {
            return file.root().bucket(system.get()).isPresent() ? List.of(system.get()) : List.of();
        }
        List<String> names = new ArrayList<>();
        Optional<String> prefix = TrivyNames.language(ecosystem);
        if (prefix.isPresent()) {
            file.root()
                    .scan(
                            prefix.get(),
                            (name, entry) -> {
                                boolean ours = name.startsWith(prefix.get());
                                if (ours) {
                                    names.add(name);
                                }
                                return ours;
                            });
        }
        return names;
    }

    @Override
    public List<Advisory> advisories(String ecosystem, String name) throws IOException {
        // An exported database has the same under several spellings.
        Set<Advisory> advisories = new LinkedHashSet<>();
        for (String spelling : TrivyExport.spellings(ecosystem, name)) {
            advisories.addAll(named(ecosystem, spelling));
        }
        return List.copyOf(advisories);
    }

    private List<Advisory> named(String ecosystem, String name) throws IOException {
        List<Advisory> advisories = new ArrayList<>();
        for (String bucket : buckets(ecosystem)) {
            String source = source(bucket).map(DataSource::id).orElse(bucket);
            Optional<BoltFile.Bucket> all = file.root().bucket(bucket);
            if (all.isEmpty()) {
                throw new IOException("trivy.db is damaged: its buckets are in no order");
            }
            Optional<BoltFile.Bucket> of = all.get().bucket(name);
            if (of.isEmpty()) {
                continue;
            }
            of.get()
                    .scan(
                            "",
                            (id, entry) -> {
                                if (!entry.isBucket()) {
                                    add(ecosystem, id, source, entry.bytes(), advisories);
                                }
                                return true;
                            });
        }
        return advisories;
    }

    private void add(
            String ecosystem, String id, String source, byte[] json, List<Advisory> advisories)
            throws IOException {
        Map<?, ?> value = json(json);
        if (ecosystem.startsWith(TrivyRedHat.ECOSYSTEM)) {
            advisories.addAll(TrivyRedHat.of(file, ecosystem, id, source, value));
        } else if (TrivyNames.system(ecosystem).isPresent()) {
            advisories.add(ofSystem(id, source, value));
        } else {
            advisories.add(ofLanguage(id, source, value));
        }
    }

    private static Map<?, ?> json(byte[] bytes) throws IOException {
        try {
            return map(Json.parse(bytes));
        } catch (SyntaxException e) {
            throw new IOException("a value of trivy.db is damaged: " + e.getMessage(), e);
        }
    }

    static Advisory ofSystem(String id, String source, Map<?, ?> value) {
        String fixed = text(value.get("FixedVersion"));
        AffectedVersions versions =
                fixed.isEmpty() ? AffectedVersions.ALL : AffectedVersions.before(fixed);
        Advisory advisory =
                new Advisory(
                        id,
                        List.of(),
                        source,
                        versions,
                        fixed.isEmpty() ? status(value) : Status.FIXED,
                        pick(TrivyJson.SEVERITIES, value.get("Severity"), Severity.UNKNOWN),
                        texts(value.get("VendorIDs")));
        return advisory.only(texts(value.get("Arches")), "");
    }

    private static Status status(Map<?, ?> value) {
        Status said = pick(TrivyJson.STATUSES, value.get("Status"), Status.AFFECTED);
        return said == Status.UNKNOWN ? Status.AFFECTED : said;
    }

    private static <T> T pick(
            List<T> values, @org.jspecify.annotations.Nullable Object number, T or) {
        return number instanceof Long index && index >= 0 && index < values.size()
                ? values.get(index.intValue())
                : or;
    }

    private static Advisory ofLanguage(String id, String source, Map<?, ?> value) {
        List<String> vulnerable = strings(value.get("VulnerableVersions"));
        List<String> patched = strings(value.get("PatchedVersions"));
        List<String> except = new ArrayList<>(patched);
        except.addAll(strings(value.get("UnaffectedVersions")));
        // An empty condition is met by everything, whatever else is said.
        boolean always = vulnerable.contains("") || except.contains("");
        if (vulnerable.isEmpty() && !except.isEmpty()) {
            vulnerable = List.of(">=0");
        }
        AffectedVersions versions =
                always ? AffectedVersions.ALL : Constraints.versions(vulnerable, except);
        List<String> fixes = patched.stream().filter(text -> !text.isEmpty()).toList();
        Set<String> aliases = new LinkedHashSet<>(texts(value.get("VendorIDs")));
        Status status =
                fixes.isEmpty() && versions.ranges().stream().allMatch(TrivyDatabase::isOpen)
                        ? Status.AFFECTED
                        : Status.FIXED;
        return new Advisory(
                        id,
                        List.copyOf(aliases),
                        source,
                        versions,
                        status,
                        Severity.UNKNOWN,
                        List.of())
                .withFixes(fixes);
    }

    private static boolean isOpen(AffectedVersions.Range range) {
        return range.limit() != AffectedVersions.Limit.FIXED;
    }

    /** All texts of a list, the empty ones too, which mean something. */
    private static List<String> strings(@org.jspecify.annotations.Nullable Object value) {
        List<String> strings = new ArrayList<>();
        for (Object each : JsonValues.list(value)) {
            if (each instanceof String text) {
                strings.add(text.strip());
            }
        }
        return strings;
    }

    @Override
    public Optional<Vulnerability> vulnerability(String id) throws IOException {
        Optional<BoltFile.Bucket> bucket = file.root().bucket("vulnerability");
        Optional<byte[]> found = bucket.isEmpty() ? Optional.empty() : bucket.get().get(id);
        return found.isEmpty() ? Optional.empty() : Optional.of(details(id, json(found.get())));
    }

    private static Vulnerability details(String id, Map<?, ?> value) {
        Map<String, Severity> severities = new HashMap<>();
        map(value.get("VendorSeverity"))
                .forEach((source, number) ->
                        severities.put(
                                text(source),
                                pick(TrivyJson.SEVERITIES, number, Severity.UNKNOWN)));
        Map<String, Vulnerability.Cvss> scores = new HashMap<>();
        map(value.get("CVSS")).forEach((source, cvss) -> scores.put(text(source), cvss(map(cvss))));
        return new Vulnerability(
                id,
                text(value.get("Title")),
                text(value.get("Description")),
                severities,
                scores,
                texts(value.get("CweIDs")),
                texts(value.get("References")),
                time(value.get("PublishedDate")),
                time(value.get("LastModifiedDate")),
                Optional.empty(),
                Optional.empty());
    }

    private static Vulnerability.Cvss cvss(Map<?, ?> value) {
        Map<String, String> vectors = new HashMap<>();
        Map<String, Double> scores = new HashMap<>();
        for (String name : List.of("V2", "V3", "V40")) {
            String vector = text(value.get(name + "Vector"));
            String version =
                    switch (name) {
                        case "V2" -> "2.0";
                        case "V3" -> vector.startsWith("CVSS:3.0") ? "3.0" : "3.1";
                        default -> "4.0";
                    };
            if (!vector.isEmpty()) {
                vectors.put(version, vector);
            }
            if (value.get(name + "Score") instanceof Number score) {
                scores.put(version, score.doubleValue());
            }
        }
        return new Vulnerability.Cvss(vectors, scores);
    }

    private Optional<DataSource> source(String bucket) throws IOException {
        Optional<BoltFile.Bucket> sources = file.root().bucket("data-source");
        Optional<byte[]> found = sources.isEmpty() ? Optional.empty() : sources.get().get(bucket);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<?, ?> value = json(found.get());
        return Optional.of(
                new DataSource(
                        text(value.get("ID")),
                        text(value.get("Name")),
                        text(value.get("URL")),
                        text(value.get("BaseID"))));
    }

    @Override
    public Optional<DataSource> source(String ecosystem, String id) throws IOException {
        for (String bucket : buckets(ecosystem)) {
            Optional<DataSource> source = source(bucket);
            if (source.isPresent() && source.get().id().equals(id)) {
                return source;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        file.close();
    }
}
