package dev.cooper.scan;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.Matcher;
import dev.cooper.scan.match.Matches;
import dev.cooper.scan.report.Metadata;
import dev.cooper.scan.report.OperatingSystem;
import dev.cooper.scan.report.PackageNames;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.Result;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Looks into something, looks up what it finds, and puts a report together. */
public final class Scan {
    private final Inventories inventories;
    private final Optional<AdvisoryDatabase> database;
    private final ScanOptions options;

    /**
     * @param inventories where what is known of layers is kept
     * @param database stays the caller's; empty where no vulnerabilities are looked for
     */
    public Scan(Inventories inventories, Optional<AdvisoryDatabase> database, ScanOptions options) {
        this.inventories = inventories;
        this.database = database;
        this.options = options;
    }

    /**
     * Scans.
     *
     * @param now what the report says of its time
     * @throws IOException when the thing itself or the database cannot be read
     */
    public ScanOutcome scan(ScanTarget target, Instant now)
            throws IOException, InterruptedException {
        Optional<SecretObserver> secrets = options.secretRules().map(SecretObserver::new);
        Inspected inspected =
                inspect(target, secrets.stream().map(LayerObserver.class::cast).toList());
        SkippedPaths skipped = new SkippedPaths(options.skipDirectories(), options.skipFiles());
        ImageInventory inventory = skipped.without(inspected.inventory());
        List<String> warnings = new ArrayList<>(inventory.warnings());
        Optional<OperatingSystem> system =
                PackageNames.system(
                        inventory.distribution(), isEndOfLife(inventory.distribution(), now));
        Metadata metadata = target.metadata().with(inventory.distribution(), system);
        List<Result> results = new ArrayList<>();
        if (options.scanners().contains(Scanner.VULNERABILITY) || options.scanners().isEmpty()) {
            results.addAll(packages(target, inventory, system, warnings));
        }
        if (secrets.isPresent()) {
            SecretResults found = new SecretResults(secrets.get(), options, skipped);
            results.addAll(secrets(target, inspected, found));
        }
        Report report =
                new Report(UUID.randomUUID().toString(), now, target.artifact(), metadata, results);
        return new ScanOutcome(report, inventory, warnings);
    }

    /** Whether nobody mends the release any more, by what the database knows or the program. */
    private boolean isEndOfLife(Distribution distribution, Instant now) throws IOException {
        Optional<String> product = EndOfLife.product(distribution);
        if (product.isEmpty()) {
            return false;
        }
        Optional<EndOfLife.Cycle> cycle =
                database.isPresent()
                        ? database.get().endOfLife(product.get(), distribution.version())
                        : EndOfLife.builtIn(product.get(), distribution.version());
        return cycle.map(each -> each.isOver(LocalDate.ofInstant(now, ZoneOffset.UTC)))
                .orElse(false);
    }

    private Inspected inspect(ScanTarget target, List<LayerObserver> observers)
            throws IOException, InterruptedException {
        return switch (target) {
            case ScanTarget.Image image -> inventories.inspect(image.layers(), observers);
            case ScanTarget.Directory directory ->
                    inventories.inspectDirectory(directory.root(), directory.options(), observers);
            case ScanTarget.Known known ->
                    new Inspected(known.inventory(), List.<Map<String, byte[]>>of());
        };
    }

    private List<Result> packages(
            ScanTarget target,
            ImageInventory inventory,
            Optional<OperatingSystem> system,
            List<String> warnings)
            throws IOException {
        PackageResults results = new PackageResults(inventory, options.match().packageTypes());
        if (database.isPresent()) {
            Matches matches = new Matcher(database.get(), options.match()).match(inventory);
            for (VulnerabilityFinding finding : matches.findings()) {
                results.add(finding);
            }
            warnings.addAll(matches.warnings());
        }
        return results.results(target.artifact().name(), system);
    }

    private List<Result> secrets(ScanTarget target, Inspected inspected, SecretResults results)
            throws IOException {
        results.add(inspected, target instanceof ScanTarget.Image);
        if (target instanceof ScanTarget.Image image && options.configSecrets()) {
            results.addConfig(target.artifact().name(), image.config());
        }
        return results.results();
    }
}
