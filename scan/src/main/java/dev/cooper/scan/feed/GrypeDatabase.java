package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Grype's database (version 6), read as it is: {@code vulnerability.db}. */
final class GrypeDatabase implements AdvisoryDatabase {
    private static final int MODEL = 6;

    private static final String SYSTEM =
            " AND a.operating_system_id IN (SELECT id FROM operating_systems WHERE name = ?"
                    + " AND major_version = ? AND minor_version IN ('', ?))";

    private static final String LANGUAGE =
            " AND p.ecosystem = ? COLLATE NOCASE AND a.operating_system_id IS NULL";

    private static final String ADVISORIES =
            "SELECT v.name, v.provider_id, b.value, d.value FROM packages p"
                    + " JOIN affected_package_handles a ON a.package_id = p.id"
                    + " JOIN vulnerability_handles v ON v.id = a.vulnerability_id"
                    + " JOIN blobs b ON b.id = a.blob_id"
                    + " LEFT JOIN blobs d ON d.id = v.blob_id"
                    + " WHERE p.name = ? COLLATE NOCASE AND v.status IN ('', 'active')";

    private static final String DETAILS =
            "SELECT v.name, v.provider_id, b.value FROM vulnerability_handles v"
                    + " JOIN blobs b ON b.id = v.blob_id WHERE v.name = ? COLLATE NOCASE"
                    + " ORDER BY v.provider_id";

    private static final String EXPLOITED =
            "SELECT b.value FROM known_exploited_vulnerability_handles k"
                    + " JOIN blobs b ON b.id = k.blob_id WHERE k.cve = ? COLLATE NOCASE";

    private static final String PROBABILITY =
            "SELECT epss, percentile FROM epss_handles WHERE cve = ? COLLATE NOCASE";

    /** Grype's words for languages. */
    private static final Map<String, String> LANGUAGES =
            Map.of(
                    "npm", "npm",
                    "PyPI", "python",
                    "Maven", "java-archive",
                    "RubyGems", "gem",
                    "Go", "go-module",
                    "crates.io", "rust-crate",
                    "Packagist", "php-composer",
                    "NuGet", "dotnet",
                    "Hex", "hex",
                    "SwiftURL", "swift");

    /** Grype's words for distributions. */
    private static final Map<String, String> SYSTEMS =
            Map.of(
                    "Debian", "debian",
                    "Ubuntu", "ubuntu",
                    "Alpine", "alpine",
                    "Red Hat", "rhel",
                    "AlmaLinux", "almalinux",
                    "Oracle Linux", "ol",
                    "Amazon Linux", "amzn",
                    "Azure Linux", "azurelinux",
                    "SUSE", "sles");

    private final Connection connection;
    private final Edition edition;
    private final Set<String> tables;

    private GrypeDatabase(Connection connection, Edition edition) throws SQLException {
        this.connection = connection;
        this.edition = edition;
        this.tables = tables(connection);
    }

    /** The first databases of version 6 know nothing of exploits. */
    private static Set<String> tables(Connection connection) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (PreparedStatement ask =
                        connection.prepareStatement(
                                "SELECT name FROM sqlite_master WHERE type = 'table'");
                ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    static GrypeDatabase open(Path file) throws IOException {
        try {
            Connection connection =
                    DriverManager.getConnection(
                            "jdbc:sqlite:file:" + file.toAbsolutePath() + "?mode=ro&immutable=1");
            try {
                return new GrypeDatabase(connection, edition(connection, file));
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Edition edition(Connection connection, Path file)
            throws SQLException, IOException {
        try (PreparedStatement ask =
                        connection.prepareStatement(
                                "SELECT build_timestamp, model FROM db_metadata");
                ResultSet rows = ask.executeQuery()) {
            if (!rows.next() || rows.getInt(2) != MODEL) {
                throw new IOException(
                        file + " is no database of Grype's version " + MODEL + ": update it");
            }
            String built = String.valueOf(rows.getString(1)).strip();
            String time = built.length() > 10 ? built.replaceFirst(" ", "T") : built;
            int zone = time.indexOf(' ');
            String plain = zone < 0 ? time : time.substring(0, zone);
            Instant at = JsonValues.time(plain.replace("+00:00", "Z")).orElse(Instant.EPOCH);
            return new Edition("grype", at, "");
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("reading Grype's database: " + e.getMessage(), e);
    }

    @Override
    public Edition edition() {
        return edition;
    }

    /** What an ecosystem is called: a language, or a distribution with two numbers. */
    private static List<String> words(String ecosystem) {
        int colon = ecosystem.indexOf(':');
        if (colon < 0) {
            String language = LANGUAGES.get(ecosystem);
            return language == null ? List.of() : List.of(language);
        }
        String system = SYSTEMS.get(ecosystem.substring(0, colon));
        String release = ecosystem.substring(colon + 1);
        if (system == null || release.indexOf(':') >= 0) {
            return List.of();
        }
        String[] numbers =
                (release.startsWith("v") ? release.substring(1) : release).split("\\.", 2);
        return List.of(system, numbers[0], numbers.length > 1 ? numbers[1] : "");
    }

    @Override
    public synchronized boolean covers(String ecosystem) throws IOException {
        List<String> words = words(ecosystem);
        if (words.size() < 2) {
            return !words.isEmpty();
        }
        try (PreparedStatement ask =
                connection.prepareStatement(
                        "SELECT 1 FROM operating_systems WHERE name = ? AND major_version = ?")) {
            ask.setString(1, words.get(0));
            ask.setString(2, words.get(1));
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public synchronized List<Advisory> advisories(String ecosystem, String name)
            throws IOException {
        List<String> words = words(ecosystem);
        List<Advisory> advisories = new ArrayList<>();
        if (words.isEmpty()) {
            return advisories;
        }
        // Packages of a module's stream are told apart in the value.
        int stream = name.indexOf("::");
        String module = stream < 0 ? "" : name.substring(0, stream);
        String sql = ADVISORIES + (words.size() > 1 ? SYSTEM : LANGUAGE);
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, stream < 0 ? name : name.substring(stream + 2));
            for (int i = 0; i < words.size(); i++) {
                ask.setString(i + 2, words.get(i));
            }
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    Map<?, ?> value = json(rows.getString(3));
                    if (text(map(value.get("qualifiers")).get("rpm_modularity")).equals(module)) {
                        advisories.addAll(
                                of(word(rows, 1), word(rows, 2), value, json(rows.getString(4))));
                    }
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return advisories;
    }

    /** A text that is never missing in a whole database. */
    private static String word(ResultSet rows, int column) throws SQLException, IOException {
        String word = rows.getString(column);
        if (word == null) {
            throw new IOException("Grype's database is damaged: a record has no name");
        }
        return word;
    }

    private static Map<?, ?> json(@org.jspecify.annotations.Nullable String text)
            throws IOException {
        try {
            return text == null ? Map.of() : map(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (SyntaxException e) {
            throw new IOException("a value of Grype's database is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Advisory> of(
            String name, String provider, Map<?, ?> value, Map<?, ?> details) {
        List<Range> ranges = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        Status status = Status.AFFECTED;
        for (Map<?, ?> range : maps(value.get("ranges"))) {
            String condition = text(map(range.get("version")).get("constraint"));
            ranges.addAll(
                    condition.isBlank()
                            ? AffectedVersions.ALL.ranges()
                            : Constraints.ranges(List.of(condition)));
            Map<?, ?> fix = map(range.get("fix"));
            switch (text(fix.get("state"))) {
                case "fixed" -> {
                    status = Status.FIXED;
                    fixes.add(text(fix.get("version")));
                }
                case "wont-fix" ->
                        status = status == Status.AFFECTED ? Status.WILL_NOT_FIX : status;
                default -> {}
            }
        }
        // A notice is about the CVEs that it names, else about what its own names say.
        List<String> cves = new ArrayList<>(texts(value.get("cves")));
        List<String> aliases = new ArrayList<>(texts(details.get("aliases")));
        Optional<String> alias = aliases.stream().filter(id -> id.startsWith("CVE-")).findFirst();
        boolean own = cves.isEmpty() && (alias.isEmpty() || name.startsWith("CVE-"));
        List<String> ids = own ? List.of(name) : cves.isEmpty() ? List.of(alias.get()) : cves;
        List<Advisory> advisories = new ArrayList<>();
        for (String id : ids) {
            advisories.add(
                    new Advisory(
                                    id,
                                    id.equals(name) ? aliases : List.of(name),
                                    provider,
                                    new AffectedVersions(ranges, List.of()),
                                    status,
                                    severity(details),
                                    List.of())
                            .withFixes(fixesOf(ranges, fixes)));
        }
        return advisories;
    }

    /** What the ranges say already need not be said again. */
    private static List<String> fixesOf(List<Range> ranges, List<String> fixes) {
        boolean known =
                fixes.stream()
                        .allMatch(fix ->
                                ranges.stream()
                                        .anyMatch(range ->
                                                range.limit() == Limit.FIXED
                                                        && range.end().equals(fix)));
        return known ? List.of() : fixes;
    }

    private static Severity severity(Map<?, ?> details) {
        for (Map<?, ?> each : maps(details.get("severities"))) {
            Severity severity = Severity.of(text(each.get("value")));
            if (severity != Severity.UNKNOWN) {
                return severity;
            }
        }
        return Severity.UNKNOWN;
    }

    @Override
    public synchronized Optional<Vulnerability> vulnerability(String id) throws IOException {
        String description = "";
        Map<String, Severity> severities = new HashMap<>();
        Map<String, Vulnerability.Cvss> scores = new HashMap<>();
        List<String> references = new ArrayList<>();
        boolean found = false;
        Optional<Instant> exploited = Optional.empty();
        Optional<Vulnerability.Epss> epss = Optional.empty();
        try (PreparedStatement ask = connection.prepareStatement(DETAILS)) {
            ask.setString(1, id);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    found = true;
                    String provider = word(rows, 2);
                    Map<?, ?> value = json(rows.getString(3));
                    String own = text(value.get("description"));
                    description =
                            description.isEmpty() || provider.equals("nvd") ? own : description;
                    severities.put(provider, severity(value));
                    scores.put(provider, cvss(value));
                    maps(value.get("refs")).forEach(each -> references.add(text(each.get("url"))));
                }
            }
            if (found) {
                exploited = exploited(id);
                epss = epss(id);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        severities.values().removeIf(severity -> severity == Severity.UNKNOWN);
        scores.values().removeIf(cvss -> cvss.vectors().isEmpty());
        return found
                ? Optional.of(
                        new Vulnerability(
                                id,
                                "",
                                description,
                                severities,
                                scores,
                                List.of(),
                                references.stream().distinct().toList(),
                                Optional.empty(),
                                Optional.empty(),
                                exploited,
                                epss))
                : Optional.empty();
    }

    private Optional<Instant> exploited(String id) throws SQLException, IOException {
        if (!tables.contains("known_exploited_vulnerability_handles")) {
            return Optional.empty();
        }
        try (PreparedStatement ask = connection.prepareStatement(EXPLOITED)) {
            ask.setString(1, id);
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next()
                        ? JsonValues.time(json(rows.getString(1)).get("date_added"))
                        : Optional.empty();
            }
        }
    }

    private Optional<Vulnerability.Epss> epss(String id) throws SQLException {
        if (!tables.contains("epss_handles")) {
            return Optional.empty();
        }
        try (PreparedStatement ask = connection.prepareStatement(PROBABILITY)) {
            ask.setString(1, id);
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Vulnerability.Epss(rows.getDouble(1), rows.getDouble(2)))
                        : Optional.empty();
            }
        }
    }

    private static Vulnerability.Cvss cvss(Map<?, ?> value) {
        Map<String, String> vectors = new HashMap<>();
        Map<String, Double> scores = new HashMap<>();
        for (Map<?, ?> each : maps(value.get("severities"))) {
            String vector = text(map(each.get("value")).get("vector"));
            String version = text(map(each.get("value")).get("version"));
            if (!vector.isEmpty() && !version.isEmpty()) {
                vectors.put(version, vector);
                Cvss.score(vector).ifPresent(score -> scores.put(version, score));
            }
        }
        return new Vulnerability.Cvss(vectors, scores);
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
