package dev.cooper.scan.vex;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.Purl;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.Explanation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that was said about findings. Of a document the latest statement counts that holds; of
 * several documents the first that has one; what is listed to be ignored is asked last.
 */
public final class Suppressions {
    /** Nothing was said. */
    public static final Suppressions NONE = new Suppressions(List.of(), List.of(), LocalDate.MAX);

    private final List<VexSource> sources;
    private final List<IgnoreRule> rules;
    private final LocalDate today;

    private Suppressions(List<VexSource> sources, List<IgnoreRule> rules, LocalDate today) {
        this.sources = List.copyOf(sources);
        this.rules = List.copyOf(rules);
        this.today = today;
    }

    /**
     * What is left of findings.
     *
     * @param kept to be shown
     * @param unused sentences on statements and entries that had no effect, and why
     */
    public record Outcome(List<Finding> kept, List<Suppressed> suppressed, List<String> unused) {
        public Outcome {
            kept = List.copyOf(kept);
            suppressed = List.copyOf(suppressed);
            unused = List.copyOf(unused);
        }
    }

    /**
     * Reads what was said.
     *
     * @param ignoreFiles {@code .trivyignore} and {@code .trivyignore.yaml} files
     * @param vex documents, and directories that are VEX repositories; the first counts most
     * @param today in UTC, by which entries expire
     * @throws IOException when one of them cannot be read
     * @throws dev.cooper.oci.SyntaxException when one of them cannot be understood
     */
    public static Suppressions read(List<Path> ignoreFiles, List<Path> vex, LocalDate today)
            throws IOException {
        List<IgnoreRule> rules = new ArrayList<>();
        for (Path file : ignoreFiles) {
            mustBe(file);
            rules.addAll(IgnoreFile.read(file));
        }
        List<VexSource> sources = new ArrayList<>();
        for (Path each : vex) {
            mustBe(each);
            sources.add(Files.isDirectory(each) ? VexRepository.open(each) : VexFile.read(each));
        }
        return new Suppressions(sources, rules, today);
    }

    private static void mustBe(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(
                    file + ": there is no such file; without it, more would be reported");
        }
    }

    /**
     * Tells what need not be shown.
     *
     * @param distribution of the image, which the package URLs of its packages name
     * @param images all package URLs of the image; none for a directory
     * @throws IOException when a document of a repository cannot be read
     */
    public Outcome apply(List<Finding> findings, Distribution distribution, List<String> images)
            throws IOException {
        if (sources.isEmpty() && rules.isEmpty()) {
            return new Outcome(findings, List.of(), List.of());
        }
        List<Finding> kept = new ArrayList<>();
        List<Suppressed> suppressed = new ArrayList<>();
        Ledger ledger = new Ledger();
        Set<String> found = new HashSet<>();
        for (Finding finding : findings) {
            found.addAll(names(finding));
            Target target = target(finding, distribution, images);
            Optional<Suppressed> why = byStatement(finding, target, ledger);
            if (why.isEmpty()) {
                why = byRule(finding, target, ledger);
            }
            why.ifPresentOrElse(suppressed::add, () -> kept.add(finding));
        }
        List<String> unused = new ArrayList<>();
        expired(unused);
        unused.addAll(ledger.sentences());
        notFound(found, unused);
        return new Outcome(kept, suppressed, unused);
    }

    /**
     * Goes on with an explanation: tells who says that what was found need not be shown.
     *
     * @throws IOException when a document of a repository cannot be read
     */
    public Explanation explain(
            Explanation explanation, Distribution distribution, List<String> images)
            throws IOException {
        List<Explanation.Case> cases = new ArrayList<>();
        for (Explanation.Case each : explanation.cases()) {
            cases.add(each.isReported() ? explain(each, distribution, images) : each);
        }
        return explanation.withCases(cases);
    }

    private Explanation.Case explain(
            Explanation.Case one, Distribution distribution, List<String> images)
            throws IOException {
        Finding finding = one.finding().orElseThrow();
        Target target = target(finding, distribution, images);
        Ledger ledger = new Ledger();
        Optional<Suppressed> found = byStatement(finding, target, ledger);
        if (found.isEmpty()) {
            found = byRule(finding, target, ledger);
        }
        Explanation.Case told = one;
        for (String missed : ledger.sentences()) {
            told = told.then(missed, true);
        }
        if (found.isEmpty()) {
            return told;
        }
        Suppressed by = found.get();
        String why = by.statement().isEmpty() ? "" : " (" + by.statement() + ")";
        return told.then(
                "it is not shown: %s says %s%s".formatted(by.source(), by.status(), why), false);
    }

    private void expired(List<String> unused) {
        for (IgnoreRule rule : rules) {
            if (rule.hasExpired(today)) {
                unused.add(
                        "%s: %s is ignored no longer: the entry expired on %s"
                                .formatted(rule.where(), rule.id(), rule.expires().orElseThrow()));
            }
        }
    }

    /** Whoever names a single file expects it to be about what is scanned. */
    private void notFound(Set<String> found, List<String> unused) {
        for (VexSource source : sources) {
            if (source instanceof VexFile file) {
                for (Statement each : file.statements()) {
                    if (Collections.disjoint(found, each.vulnerabilities())) {
                        unused.add(
                                "%s has no effect: nothing here has %s"
                                        .formatted(
                                                name(file, each),
                                                String.join(
                                                        " or ",
                                                        new TreeSet<>(each.vulnerabilities()))));
                    }
                }
            }
        }
    }

    private static Target target(Finding finding, Distribution distribution, List<String> images) {
        return switch (finding) {
            case VulnerabilityFinding each ->
                    Target.of(
                            images, Purl.of(each.found().found(), distribution).stream().toList());
            case MisconfigurationFinding _, SecretFinding _, LicenseFinding _ ->
                    Target.of(images, List.of());
        };
    }

    private Optional<Suppressed> byStatement(Finding finding, Target target, Ledger ledger)
            throws IOException {
        if (!(finding instanceof VulnerabilityFinding found)) {
            return Optional.empty();
        }
        Set<String> names = names(found);
        for (VexSource source : sources) {
            for (VexFile file : source.about(target)) {
                List<Statement> holding = new ArrayList<>();
                for (Statement each : file.statements()) {
                    if (Collections.disjoint(names, each.vulnerabilities())) {
                        continue;
                    }
                    Mismatch mismatch = each.mismatch(target);
                    if (mismatch.holds()) {
                        ledger.used(name(file, each));
                        holding.add(each);
                    } else {
                        ledger.missed(name(file, each), named(found), mismatch);
                    }
                }
                if (!holding.isEmpty()) {
                    return decided(found, file, holding);
                }
            }
        }
        return Optional.empty();
    }

    /** The sort is stable: of those of the same time, the last in the document is the latest. */
    private static Optional<Suppressed> decided(
            VulnerabilityFinding found, VexFile file, List<Statement> holding) {
        Statement latest =
                holding.stream().sorted(Comparator.comparing(Statement::at)).toList().getLast();
        if (!latest.status().suppresses()) {
            return Optional.empty();
        }
        return Optional.of(
                new Suppressed(found, latest.status().word(), latest.reason(), name(file, latest)));
    }

    private static String name(VexFile file, Statement statement) {
        return file.name() + ": statement " + statement.id();
    }

    private Optional<Suppressed> byRule(Finding finding, Target target, Ledger ledger) {
        for (IgnoreRule rule : rules) {
            if (!isOf(rule.kind(), finding)
                    || !names(finding).contains(rule.id())
                    || rule.hasExpired(today)) {
                continue;
            }
            Mismatch mismatch = rule.mismatch(places(finding), target);
            String name = rule.where() + ": " + rule.id();
            if (mismatch.holds()) {
                ledger.used(name);
                return Optional.of(
                        new Suppressed(finding, "ignored", rule.statement(), rule.where()));
            }
            ledger.missed(name, named(finding), mismatch);
        }
        return Optional.empty();
    }

    private static boolean isOf(IgnoreRule.Kind kind, Finding finding) {
        return switch (kind) {
            case ANY -> true;
            case VULNERABILITIES -> finding instanceof VulnerabilityFinding;
            case MISCONFIGURATIONS -> finding instanceof MisconfigurationFinding;
            case SECRETS -> finding instanceof SecretFinding;
            case LICENSES -> finding instanceof LicenseFinding;
        };
    }

    private static Set<String> names(Finding finding) {
        Set<String> names = new LinkedHashSet<>(List.of(finding.id()));
        switch (finding) {
            case VulnerabilityFinding each -> {
                names.addAll(each.advisory().aliases());
                names.addAll(each.advisory().notices());
            }
            case MisconfigurationFinding each -> names.addAll(each.aliases());
            case SecretFinding _, LicenseFinding _ -> {}
        }
        return names;
    }

    /** Where a finding is, as paths of ignore files may say it. */
    private static List<String> places(Finding finding) {
        return switch (finding) {
            case VulnerabilityFinding each ->
                    List.of(
                            each.found().found().place().toString(),
                            each.found().found().place().path());
            case MisconfigurationFinding each -> List.of(each.path());
            case SecretFinding each -> List.of(each.path());
            case LicenseFinding each -> List.of(each.path());
        };
    }

    private static String named(Finding finding) {
        return switch (finding) {
            case VulnerabilityFinding each ->
                    each.found().found().name() + " " + each.found().found().version();
            case MisconfigurationFinding _, SecretFinding _, LicenseFinding _ ->
                    places(finding).getFirst();
        };
    }
}
