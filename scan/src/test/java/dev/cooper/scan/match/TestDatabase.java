package dev.cooper.scan.match;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Advisories that a test makes up. */
final class TestDatabase implements AdvisoryDatabase {
    private final Map<String, List<Advisory>> advisories = new HashMap<>();
    private final Map<String, Vulnerability> vulnerabilities = new HashMap<>();

    /** An advisory on all versions before one; an empty one fixes nothing. */
    TestDatabase fixed(String ecosystem, String name, String id, String version) {
        return add(ecosystem, name, advisory(id, version, Status.UNKNOWN, Severity.UNKNOWN));
    }

    TestDatabase add(String ecosystem, String name, Advisory advisory) {
        advisories.computeIfAbsent(ecosystem + "|" + name, key -> new ArrayList<>()).add(advisory);
        return this;
    }

    TestDatabase know(Vulnerability vulnerability) {
        vulnerabilities.put(vulnerability.id(), vulnerability);
        return this;
    }

    static Advisory advisory(String id, String fixed, Status status, Severity severity) {
        return new Advisory(
                id,
                List.of(),
                "test",
                fixed.isEmpty() ? AffectedVersions.ALL : AffectedVersions.before(fixed),
                status,
                severity,
                List.of());
    }

    static Vulnerability vulnerability(String id, Map<String, Severity> severities) {
        Vulnerability named = Vulnerability.named(id);
        return new Vulnerability(
                id,
                named.title(),
                named.description(),
                severities,
                named.scores(),
                named.weaknesses(),
                named.references(),
                named.published(),
                named.modified(),
                named.exploited(),
                named.epss());
    }

    @Override
    public Edition edition() {
        return new Edition("test", Instant.EPOCH, "");
    }

    @Override
    public boolean covers(String ecosystem) {
        return advisories.keySet().stream().anyMatch(key -> key.startsWith(ecosystem + "|"));
    }

    @Override
    public List<Advisory> advisories(String ecosystem, String name) {
        return advisories.getOrDefault(ecosystem + "|" + name, List.of());
    }

    @Override
    public Optional<Vulnerability> vulnerability(String id) {
        return Optional.ofNullable(vulnerabilities.get(id));
    }

    @Override
    public void close() {}
}
