package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.Makers;
import dev.cooper.inventory.Purl;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.oci.EditDistance;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.Ecosystem;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Goes the way of the matcher for one vulnerability, and tells each step. */
final class Explainer {
    private static final int MOST_SIMILAR = 10;

    /** Names that differ in more letters are not alike. */
    private static final int MOST_LETTERS = 3;

    private final Matcher matcher;
    private final AdvisoryDatabase database;
    private final MatchOptions options;
    private final KnownAdvisories known;

    Explainer(Matcher matcher, AdvisoryDatabase database, MatchOptions options) {
        this.matcher = matcher;
        this.database = database;
        this.options = options;
        this.known = new KnownAdvisories(database);
    }

    Explanation explain(ImageInventory inventory, String asked, String packageName)
            throws IOException {
        String vulnerability = written(asked);
        List<String> warnings = new ArrayList<>();
        Lookups lookups = new Lookups(SystemEcosystems.of(inventory, options, database, warnings));
        List<Explanation.Case> cases = new ArrayList<>();
        Set<String> all = names(vulnerability);
        for (LayeredPackage each : inventory.packages()) {
            if (isMeant(each.found(), packageName, inventory.distribution())) {
                cases.add(explain(each, lookups, all, warnings));
            }
        }
        List<String> notes = new ArrayList<>(UnseenPackages.notes(inventory, packageName));
        if (cases.isEmpty()) {
            notes.addAll(similar(inventory, packageName));
        }
        notes.add(known(vulnerability, cases));
        return new Explanation(vulnerability, packageName, cases, notes);
    }

    /** Names of vulnerabilities have letters of a fixed case, which people do not always write. */
    private static String written(String asked) {
        String upper = asked.toUpperCase(Locale.ROOT);
        return upper.startsWith("GHSA-")
                ? "GHSA-" + asked.substring("GHSA-".length()).toLowerCase(Locale.ROOT)
                : upper.startsWith("CVE-") ? upper : asked;
    }

    /** What the database has on the vulnerability itself. */
    private String known(String vulnerability, List<Explanation.Case> cases) throws IOException {
        Optional<Vulnerability> detail = database.vulnerability(vulnerability);
        if (detail.isPresent()) {
            String title = detail.get().title();
            return vulnerability + ": " + (title.isEmpty() ? "known to the database" : title);
        }
        boolean hasAdvisory = cases.stream().anyMatch(each -> each.finding().isPresent());
        return hasAdvisory
                ? "%s: the database has advisories on it, but no description"
                        .formatted(vulnerability)
                : "%s: the database of %s has no description of it; is that its name?"
                        .formatted(
                                vulnerability,
                                database.edition().builtAt().truncatedTo(ChronoUnit.SECONDS));
    }

    private Set<String> names(String vulnerability) throws IOException {
        Set<String> names = new LinkedHashSet<>(List.of(vulnerability));
        database.vulnerability(vulnerability).ifPresent(each -> names.add(each.id()));
        return names;
    }

    private static boolean isMeant(
            SoftwarePackage found, String packageName, Distribution distribution) {
        return found.name().equals(packageName)
                || found.sourceName().equals(packageName)
                || (packageName.startsWith("pkg:")
                        && Purl.of(found, distribution)
                                .filter(purl -> purl.startsWith(packageName))
                                .isPresent());
    }

    private Explanation.Case explain(
            LayeredPackage each, Lookups lookups, Set<String> names, List<String> warnings)
            throws IOException {
        SoftwarePackage found = each.found();
        String what = found.name() + " " + (found.version().isEmpty() ? "?" : found.version());
        List<String> steps = new ArrayList<>();
        steps.add(where(each));
        Optional<String> out = leftOut(found, lookups, warnings);
        Optional<Lookup> lookup = lookups.of(found);
        if (out.isPresent() || lookup.isEmpty()) {
            steps.add(out.orElse("nobody publishes advisories on packages of its kind"));
            return new Explanation.Case(what, steps, Optional.empty(), false);
        }
        steps.add(
                "its advisories are those on %s of %s, held against version %s"
                        .formatted(
                                lookup.get().name(),
                                String.join(" and ", lookup.get().ecosystems()),
                                lookup.get().version()));
        advisories(lookup.get(), names, steps);
        for (VulnerabilityFinding finding : matcher.findings(each, lookup.get(), known)) {
            if (isNamed(finding.advisory(), names)) {
                return decided(what, steps, finding);
            }
        }
        return new Explanation.Case(what, steps, Optional.empty(), false);
    }

    private static String where(LayeredPackage each) {
        SoftwarePackage found = each.found();
        String source =
                found.source()
                        .map(its ->
                                ", built from the source %s %s"
                                        .formatted(its.name(), its.version()))
                        .orElse("");
        String print = found.fingerprint();
        return "%s says that it is there, in this version since layer %d%s%s"
                .formatted(
                        found.place(),
                        each.layer(),
                        source,
                        print.isEmpty() ? "" : ", known by its classes only: " + print);
    }

    private Optional<String> leftOut(
            SoftwarePackage found, Lookups lookups, List<String> warnings) {
        if (!options.wants(found)) {
            return Optional.of("packages of its type are not looked at (--pkg-types)");
        }
        if (options.leavesToOthers(found)) {
            return Optional.of(
                    "\"%s\" has made it, of which the distribution's advisories say nothing"
                            .formatted(Makers.other(found).orElse("")));
        }
        if (found.version().isEmpty()) {
            return Optional.of("nothing says which version it is");
        }
        boolean isUnknown = found.kind().isOfSystem() && lookups.of(found).isEmpty();
        return isUnknown && !warnings.isEmpty()
                ? Optional.of(warnings.getFirst())
                : Optional.empty();
    }

    /** By an id, by another one, or by an announcement such as {@code DSA-5678-1}. */
    private static boolean isNamed(Advisory advisory, Set<String> names) {
        return names.contains(advisory.id())
                || advisory.aliases().stream().anyMatch(names::contains)
                || advisory.notices().stream().anyMatch(names::contains);
    }

    private void advisories(Lookup lookup, Set<String> names, List<String> steps)
            throws IOException {
        int others = 0;
        boolean any = false;
        for (Advisory advisory : known.advisories(lookup)) {
            if (!isNamed(advisory, names)) {
                others++;
                continue;
            }
            any = true;
            String by = advisory.source().isEmpty() ? "somebody" : advisory.source();
            String notices =
                    advisory.notices().isEmpty()
                            ? ""
                            : " (" + String.join(", ", advisory.notices()) + ")";
            steps.add(
                    "%s on %s%s: %s"
                            .formatted(
                                    by,
                                    advisory.id(),
                                    notices,
                                    Judgement.of(advisory, lookup).trace(advisory, lookup)));
        }
        if (!any) {
            steps.add(
                    "none of its %d advisories is on this vulnerability: either it does not have it,"
                                    .formatted(others)
                            + " or its makers have not said so");
        }
    }

    private Explanation.Case decided(
            String what, List<String> steps, VulnerabilityFinding finding) {
        steps.add(
                "its severity is %s%s, its status %s%s"
                        .formatted(
                                finding.severity(),
                                finding.severitySource().isEmpty()
                                        ? ", as nobody has said one"
                                        : " by " + finding.severitySource(),
                                finding.status().word(),
                                finding.fixedVersion().isEmpty()
                                        ? ""
                                        : " in " + finding.fixedVersion()));
        if (Priority.hasOnlyHeaders(finding.found().found())) {
            steps.add(
                    "it has only headers of the kernel, which does not run in containers: it comes"
                            + " last by risk");
        }
        Optional<String> hidden = options.hides(finding);
        hidden.ifPresent(why -> steps.add("it is not shown: " + why));
        return new Explanation.Case(what, steps, Optional.of(finding), hidden.isEmpty());
    }

    /** Packages that may have been meant. */
    private static List<String> similar(ImageInventory inventory, String packageName) {
        String key = Ecosystem.key("PyPI", packageName);
        int near = Math.clamp(packageName.length() / 3, 1, MOST_LETTERS);
        List<String> names =
                inventory.packages().stream()
                        .map(each -> each.found().name())
                        .distinct()
                        .filter(name -> isLike(Ecosystem.key("PyPI", name), key, near))
                        .sorted(
                                Comparator.comparingInt((String name) ->
                                                EditDistance.between(packageName, name))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(MOST_SIMILAR)
                        .toList();
        return List.of(
                names.isEmpty()
                        ? "'cooper sbom' lists the %d packages that there are"
                                .formatted(inventory.packages().size())
                        : "similar: " + String.join(", ", names));
    }

    private static boolean isLike(String name, String asked, int near) {
        return name.contains(asked) || EditDistance.between(asked, name) <= near;
    }
}
