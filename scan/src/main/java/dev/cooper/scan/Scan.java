package dev.cooper.scan;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.license.LicenseFiles;
import dev.cooper.scan.license.LicenseScan;
import dev.cooper.scan.match.Advisor;
import dev.cooper.scan.match.Explanation;
import dev.cooper.scan.match.Matches;
import dev.cooper.scan.misconfiguration.Checked;
import dev.cooper.scan.misconfiguration.ConfigurationObserver;
import dev.cooper.scan.report.Metadata;
import dev.cooper.scan.report.ModifiedFinding;
import dev.cooper.scan.report.OperatingSystem;
import dev.cooper.scan.report.PackageNames;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.Result;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.vex.Suppressions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Looks into something, looks up what it finds, and puts a report together. */
public final class Scan {
    private final Inventories inventories;
    private final Optional<Advisor> advisor;
    private final ScanOptions options;
    private final SecretObserver secrets;
    private final Optional<LicenseFiles> licenseFiles;

    /**
     * @param inventories where what is known of layers is kept
     * @param advisor stays the caller's; empty where no vulnerabilities are looked for
     */
    public Scan(Inventories inventories, Optional<Advisor> advisor, ScanOptions options) {
        this.inventories = inventories;
        this.advisor = advisor;
        this.options = options;
        this.secrets = new SecretObserver(options.secretRules());
        this.licenseFiles =
                looksFor(Scanner.LICENSE)
                        ? options.licenseFiles().map(LicenseFiles::new)
                        : Optional.empty();
    }

    /** What is looked at on the way. */
    private record Looked(Inspected inspected, ImageInventory inventory, List<Checked> checked) {}

    /**
     * Scans.
     *
     * @param now what the report says of its time
     * @throws IOException when the thing itself or the advisories cannot be read
     */
    public ScanOutcome scan(ScanTarget target, Instant now)
            throws IOException, InterruptedException {
        List<String> warnings = new ArrayList<>();
        Looked looked = look(target, LocalDate.ofInstant(now, ZoneOffset.UTC), warnings);
        ImageInventory inventory = looked.inventory;
        Map<LicenseFinding, String> targets = new HashMap<>();
        Set<PackageKind> unknown = EnumSet.noneOf(PackageKind.class);
        List<Finding> findings = findings(target, looked, targets, unknown, warnings);
        Suppressions.Outcome outcome =
                options.suppressions()
                        .apply(
                                findings,
                                inventory.distribution(),
                                ImageNames.purls(target.metadata().digests()));
        warnings.addAll(outcome.unused());
        Results results = new Results(inventory, options.match().packageTypes(), targets);
        results.notLookedUp(unknown);
        outcome.kept().forEach(results::add);
        outcome.suppressed().forEach(results::add);
        for (Checked each : looked.checked) {
            for (MisconfigurationFinding ignored : each.ignored()) {
                results.add(new ModifiedFinding(ignored, "ignored", "", each.path()));
            }
        }
        return new ScanOutcome(
                report(target, looked, results, now), inventory, List.copyOf(warnings));
    }

    /**
     * Tells why a vulnerability is reported for a package, or why not.
     *
     * @param packageName a name, or a package URL
     * @throws IllegalStateException when there is no advisor
     * @throws IOException when the thing itself or the advisories cannot be read
     */
    public Explanation explain(ScanTarget target, String vulnerability, String packageName)
            throws IOException, InterruptedException {
        ImageInventory inventory = look(target, LocalDate.MAX, new ArrayList<>()).inventory;
        Advisor known = advisor.orElseThrow(IllegalStateException::new);
        Explanation explanation =
                options.suppressions()
                        .explain(
                                known.explain(
                                        inventory, options.match(), vulnerability, packageName),
                                inventory.distribution(),
                                ImageNames.purls(target.metadata().digests()));
        return explanation.withNotes(layers(explanation, inventory, target.metadata()));
    }

    /** Where the layers come from that an explanation speaks of. */
    private static List<String> layers(
            Explanation explanation, ImageInventory inventory, Metadata metadata) {
        Set<Integer> numbers = new TreeSet<>();
        String name = explanation.packageName();
        for (LayeredPackage each : inventory.packages()) {
            if (each.found().name().equals(name) || each.found().sourceName().equals(name)) {
                numbers.add(each.layer());
            }
        }
        List<String> notes = new ArrayList<>();
        for (int number : numbers) {
            String origin = metadata.origin(number);
            if (!origin.isEmpty()) {
                notes.add("layer %d: %s".formatted(number, origin));
            }
        }
        return notes;
    }

    private Looked look(ScanTarget target, LocalDate today, List<String> warnings)
            throws IOException, InterruptedException {
        ConfigurationObserver files = new ConfigurationObserver(secrets);
        List<LayerObserver> observers = new ArrayList<>(observers());
        if (looksFor(Scanner.MISCONFIGURATION)) {
            observers.add(files);
        }
        Inspected inspected =
                switch (target) {
                    case ScanTarget.Image image -> inventories.inspect(image.layers(), observers);
                    case ScanTarget.Directory directory ->
                            inventories.inspectDirectory(
                                    directory.root(), directory.options(), observers);
                    case ScanTarget.Known known ->
                            new Inspected(known.inventory(), List.of(), List.of());
                };
        warnings.addAll(inspected.inventory().warnings());
        List<Checked> checked = new ArrayList<>();
        for (int i = 0; i < inspected.observed().size(); i++) {
            byte[] kept = inspected.observed().get(i).get(files.id());
            if (kept != null) {
                int layer = target instanceof ScanTarget.Image ? i : -1;
                checked.addAll(
                        ConfigurationObserver.decode(
                                kept, layer, inspected.inventory().overlay(), today));
            }
        }
        SkippedPaths skipped = skipped();
        checked.removeIf(each -> skipped.has(each.path()));
        if (target instanceof ScanTarget.Image image
                && (looksFor(Scanner.MISCONFIGURATION)
                        || options.configScanners().contains(Scanner.MISCONFIGURATION))) {
            checked.addAll(
                    new Checks(secrets)
                            .ofImage(
                                    image.artifact().name(),
                                    image.config(),
                                    image.metadata().base()));
        }
        ImageInventory counted = options.packages().of(inspected.inventory());
        return new Looked(inspected, skipped.without(counted), checked);
    }

    private boolean looksFor(Scanner scanner) {
        return options.scanners().contains(scanner);
    }

    private List<LayerObserver> observers() {
        List<LayerObserver> observers = new ArrayList<>();
        if (looksFor(Scanner.SECRET)) {
            observers.add(secrets);
        }
        licenseFiles.ifPresent(observers::add);
        return observers;
    }

    private SkippedPaths skipped() {
        return new SkippedPaths(options.skipDirectories(), options.skipFiles());
    }

    private List<Finding> findings(
            ScanTarget target,
            Looked looked,
            Map<LicenseFinding, String> targets,
            Set<PackageKind> unknown,
            List<String> warnings)
            throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        long unrated = 0;
        if (advisor.isPresent()) {
            Matches matches = advisor.get().match(looked.inventory, options.match());
            findings.addAll(matches.findings());
            unrated += matches.hidden().stream().filter(each -> hides(each.finding())).count();
            unknown.addAll(matches.unknown());
            warnings.addAll(matches.warnings());
        }
        looked.checked.forEach(each -> findings.addAll(each.findings()));
        findings.addAll(secrets(target, looked.inspected));
        if (looksFor(Scanner.LICENSE)) {
            findings.addAll(licenses(looked.inventory, targets));
            findings.addAll(licensesOfFiles(target, looked.inspected));
        }
        unrated += findings.stream().filter(this::hides).count();
        if (unrated > 0) {
            warnings.add(
                    "findings of severity UNKNOWN are not shown ("
                            + unrated
                            + "): nobody has rated them yet; --severity UNKNOWN,… shows them");
        }
        findings.removeIf(each -> !options.shows(each.severity()));
        return findings;
    }

    /** Whether it is hidden because nobody has said how bad it is. */
    private boolean hides(Finding finding) {
        return finding.severity() == Severity.UNKNOWN && !options.shows(Severity.UNKNOWN);
    }

    private List<SecretFinding> secrets(ScanTarget target, Inspected inspected) throws IOException {
        boolean isImage = target instanceof ScanTarget.Image;
        List<SecretFinding> findings = new ArrayList<>();
        if (looksFor(Scanner.SECRET)) {
            SkippedPaths skipped = skipped();
            findings.addAll(Secrets.of(inspected, secrets, isImage));
            findings.removeIf(each -> skipped.has(each.path()));
        }
        if (target instanceof ScanTarget.Image image
                && options.configScanners().contains(Scanner.SECRET)) {
            findings.addAll(
                    secrets.find(
                            image.artifact().name(),
                            image.config().getBytes(StandardCharsets.UTF_8)));
        }
        return findings;
    }

    private List<LicenseFinding> licensesOfFiles(ScanTarget target, Inspected inspected) {
        List<LicenseFinding> findings = new ArrayList<>();
        if (licenseFiles.isEmpty()) {
            return findings;
        }
        for (int i = 0; i < inspected.observed().size(); i++) {
            byte[] kept = inspected.observed().get(i).get(licenseFiles.get().id());
            if (kept != null) {
                int layer = target instanceof ScanTarget.Image ? i : -1;
                findings.addAll(
                        LicenseFiles.decode(
                                kept, layer, inspected.inventory().overlay(), options.licenses()));
            }
        }
        SkippedPaths skipped = skipped();
        findings.removeIf(each -> skipped.has(each.path()));
        return findings;
    }

    private List<LicenseFinding> licenses(
            ImageInventory inventory, Map<LicenseFinding, String> targets) {
        LicenseScan scan = new LicenseScan(options.licenses());
        List<LicenseFinding> findings = new ArrayList<>();
        for (LayeredPackage each : inventory.packages()) {
            if (PackageResults.isWanted(each.found(), options.match().packageTypes())) {
                for (LicenseFinding finding : scan.of(each.found())) {
                    findings.add(finding);
                    if (!finding.isOfSystem()) {
                        String type = PackageNames.type(each.found());
                        targets.put(finding, PackageNames.target(each.found(), type));
                    }
                }
            }
        }
        return findings;
    }

    private Report report(ScanTarget target, Looked looked, Results results, Instant now)
            throws IOException {
        Distribution distribution = looked.inventory.distribution();
        Optional<OperatingSystem> system =
                PackageNames.system(distribution, isEndOfLife(distribution, now));
        Metadata metadata =
                target.metadata().with(distribution, system).withSizes(looked.inspected.sizes());
        List<Result> all = new ArrayList<>();
        if (looksFor(Scanner.VULNERABILITY) || options.scanners().isEmpty()) {
            all.addAll(results.ofPackages(target.artifact().name(), system));
        }
        all.addAll(results.ofChecks(looked.checked));
        all.addAll(results.ofTheRest());
        return new Report(UUID.randomUUID().toString(), now, target.artifact(), metadata, all);
    }

    /** Whether nobody mends the release any more, by what the database knows or the program. */
    private boolean isEndOfLife(Distribution distribution, Instant now) throws IOException {
        Optional<String> product = EndOfLife.product(distribution);
        if (product.isEmpty()) {
            return false;
        }
        Optional<EndOfLife.Cycle> cycle =
                advisor.isPresent()
                        ? advisor.get().endOfLife(product.get(), distribution.version())
                        : EndOfLife.builtIn(product.get(), distribution.version());
        return cycle.map(each -> each.isOver(LocalDate.ofInstant(now, ZoneOffset.UTC)))
                .orElse(false);
    }
}
