package dev.cooper.scan.match;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a database says, and what it has said already. */
final class KnownAdvisories {
    private final AdvisoryDatabase database;
    private final Map<String, Vulnerability> vulnerabilities = new HashMap<>();
    private final Map<String, List<Held>> held = new HashMap<>();

    KnownAdvisories(AdvisoryDatabase database) {
        this.database = database;
    }

    /**
     * The advisories that hold, one for each vulnerability. Packages that were built from the same
     * source share them.
     */
    List<Held> held(Lookup lookup, boolean isOfSystem) throws IOException {
        String key =
                String.join(
                        "\0",
                        lookup.ecosystems().toString(),
                        lookup.name(),
                        lookup.version(),
                        lookup.architecture(),
                        lookup.stream());
        List<Held> known = held.get(key);
        if (known == null) {
            known = read(lookup, isOfSystem);
            held.put(key, known);
        }
        return known;
    }

    private List<Held> read(Lookup lookup, boolean isOfSystem) throws IOException {
        List<Advisory> holding = new ArrayList<>();
        for (Advisory advisory : advisories(lookup)) {
            if (Judgement.of(advisory, lookup) == Judgement.HOLDS) {
                holding.add(advisory);
            }
        }
        List<Held> held = new ArrayList<>();
        for (Advisory advisory : AdvisoryGroups.merged(holding)) {
            String fixes = AdvisoryGroups.fixes(advisory, lookup.scheme(), isOfSystem);
            held.add(new Held(advisory, vulnerability(advisory), fixes));
        }
        return held;
    }

    List<Advisory> advisories(Lookup lookup) throws IOException {
        List<Advisory> advisories = new ArrayList<>();
        for (String ecosystem : lookup.ecosystems()) {
            advisories.addAll(database.advisories(ecosystem, lookup.name()));
            if (!lookup.stream().isEmpty()) {
                addOfStream(ecosystem, lookup, advisories);
            }
        }
        return advisories;
    }

    /** Packages of a module's stream can have names of their own: {@code nodejs:12::npm}. */
    private void addOfStream(String ecosystem, Lookup lookup, List<Advisory> advisories)
            throws IOException {
        String name = lookup.stream() + "::" + lookup.name();
        for (Advisory each : database.advisories(ecosystem, name)) {
            advisories.add(each.only(each.architectures(), lookup.stream()));
        }
    }

    /** What is known of the vulnerability of an advisory; at least its name. */
    Vulnerability vulnerability(Advisory advisory) throws IOException {
        Vulnerability known = vulnerabilities.get(advisory.id());
        if (known == null) {
            known = read(advisory);
            vulnerabilities.put(advisory.id(), known);
        }
        return known;
    }

    private Vulnerability read(Advisory advisory) throws IOException {
        Optional<Vulnerability> own = database.vulnerability(advisory.id());
        for (String alias : advisory.aliases()) {
            own = own.isPresent() ? own : database.vulnerability(alias);
        }
        return own.orElseGet(() -> Vulnerability.named(advisory.id()));
    }
}
