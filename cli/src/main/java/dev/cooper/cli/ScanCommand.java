package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.scan.GoDuration;
import dev.cooper.cli.scan.ReportFormat;
import dev.cooper.cli.scan.ScanChoice;
import dev.cooper.cli.scan.ScanFlags;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.Inventories;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.Scan;
import dev.cooper.scan.ScanOutcome;
import dev.cooper.scan.ScanTarget;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.feed.Databases;
import dev.cooper.scan.report.ArtifactType;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.Scanner;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code cooper scan}: looks into something and reports what is wrong with it. */
final class ScanCommand implements Command {
    static final String SUMMARY = "Find vulnerabilities, secrets and misconfigurations";

    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration OLD = Duration.ofDays(3);

    @Override
    public Usage usage() {
        return ScanFlags.declare(
                        Usage.of(
                                "cooper scan [image|fs|rootfs|repo|sbom|config] [OPTIONS] TARGET",
                                SUMMARY))
                .operands(0, 3)
                .details(
                        """
                        TARGET is an image (of the store, else of its registry; docker://, oci:,
                        oci-archive: and docker-archive: say where it is), or a directory after fs
                        (what lock files name), rootfs (what is installed), repo (the same as fs, also
                        by the address of a git repository) or config (Dockerfiles and Kubernetes
                        manifests), or after sbom the file of an SBOM.
                        Each option is also a variable, COOPER_… or TRIVY_…, and a key of trivy.yaml.
                        Options of Trivy that have nothing to do here are accepted: see the docs.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        Path directory = Path.of("");
        ScanSettings settings = ScanSettings.read(options, terminal.environment(), directory);
        ScanWord word = ScanWord.of(options.operands(), settings.given("input"));
        ReportFormat format = ReportFormat.of(settings.value("format").orElse("table"));
        ScanReport report = new ScanReport(format, settings, terminal);
        Duration timeout = settings.value("timeout").map(GoDuration::parse).orElse(USUAL_TIMEOUT);
        ScanOutcome outcome =
                within(timeout, () -> scan(word, format, settings, directory, terminal));
        if (!settings.isOn("quiet")) {
            settings.warnings().forEach(each -> terminal.error("warning: " + each));
            outcome.warnings().forEach(each -> terminal.error("warning: " + each));
        }
        report.write(outcome, word.kind());
        return code(outcome.report(), settings);
    }

    /** Something that can take long. */
    @FunctionalInterface
    private interface Work {
        ScanOutcome run() throws IOException, InterruptedException;
    }

    private static ScanOutcome within(Duration timeout, Work work)
            throws IOException, InterruptedException {
        FutureTask<ScanOutcome> task = new FutureTask<>(work::run);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new IOException(
                    "the scan took longer than "
                            + timeout.toSeconds()
                            + " s; give it more with --timeout 15m",
                    e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case InterruptedException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private static ScanOutcome scan(
            ScanWord word,
            ReportFormat format,
            ScanSettings settings,
            Path directory,
            Terminal terminal)
            throws IOException, InterruptedException {
        ScanChoice choice = new ScanChoice(settings, directory);
        List<Scanner> scanners = scanners(choice, word, format);
        Path home = LocalStore.defaultHome(terminal.environment());
        Optional<Path> cache = settings.value("cache-dir").map(directory::resolve);
        Path databases = Databases.directory(cache, terminal.environment(), home);
        Path inventories = databases.resolveSibling("inventory");
        Optional<AdvisoryDatabase> database =
                scanners.contains(Scanner.VULNERABILITY)
                        ? database(databases, settings, terminal)
                        : Optional.empty();
        try {
            Scan scan =
                    new Scan(
                            new Inventories(inventories),
                            database,
                            choice.options(scanners, LocalDate.now(ZoneOffset.UTC)));
            return scan(scan, word, settings, terminal);
        } finally {
            if (database.isPresent()) {
                database.get().close();
            }
        }
    }

    private static List<Scanner> scanners(ScanChoice choice, ScanWord word, ReportFormat format) {
        return word.kind() == ScanWord.Kind.CONFIGURATION
                ? List.of(Scanner.MISCONFIGURATION)
                : choice.scanners(ScanReport.usualScanners(format));
    }

    private static Optional<AdvisoryDatabase> database(
            Path directory, ScanSettings settings, Terminal terminal) throws IOException {
        AdvisoryDatabase database;
        try {
            database = Databases.open(directory, Optional.empty());
        } catch (SyntaxException e) {
            if (settings.given("list-all-pkgs") && settings.isOn("list-all-pkgs")) {
                terminal.error("warning: " + e.getMessage());
                return Optional.empty();
            }
            throw e;
        }
        Instant builtAt = database.edition().builtAt();
        Duration age = Duration.between(builtAt, Instant.now());
        if (age.compareTo(OLD) > 0 && !settings.isOn("quiet")) {
            terminal.error(
                    "warning: the advisory database is "
                            + age.toDays()
                            + " days old ("
                            + builtAt
                            + "); update it with 'cooper db update'");
        }
        return Optional.of(database);
    }

    private static ScanOutcome scan(
            Scan scan, ScanWord word, ScanSettings settings, Terminal terminal)
            throws IOException, InterruptedException {
        switch (word.kind()) {
            case IMAGE -> {
                try (Remote remote = new Remote(terminal, settings.isOn("insecure"));
                        ImageToScan image =
                                ScanTargets.open(word.target(), settings, remote, terminal)) {
                    String name = word.target().orElse(image.name());
                    return scan.scan(ScanTargets.of(image, name), Instant.now());
                }
            }
            case FILES, INSTALLED -> {
                String name = word.target().orElseThrow();
                return scan.scan(
                        ofFiles(
                                name,
                                ArtifactType.FILESYSTEM,
                                word.kind() == ScanWord.Kind.INSTALLED,
                                settings),
                        Instant.now());
            }
            case CONFIGURATION -> {
                String name = word.target().orElseThrow();
                return scan.scan(
                        ofFiles(name, ArtifactType.FILESYSTEM, false, settings), Instant.now());
            }
            case SBOM -> {
                Path file = Path.of(word.target().orElseThrow());
                return scan.scan(ScanTargets.ofSbom(file), Instant.now());
            }
            case REPOSITORY -> {
                return repository(scan, word.target().orElseThrow(), settings);
            }
        }
        throw new IllegalStateException();
    }

    private static ScanTarget ofFiles(
            String name, ArtifactType type, boolean installed, ScanSettings settings)
            throws IOException {
        return ScanTargets.ofDirectory(name, Path.of(name), type, installed, Map.of(), settings);
    }

    private static ScanOutcome repository(Scan scan, String name, ScanSettings settings)
            throws IOException, InterruptedException {
        if (!GitCheckout.isAddress(name)) {
            return scan.scan(
                    ofFiles(name, ArtifactType.REPOSITORY, false, settings), Instant.now());
        }
        try (GitCheckout checkout = GitCheckout.fetch(name, settings)) {
            return scan.scan(
                    ScanTargets.ofDirectory(
                            name,
                            checkout.directory(),
                            ArtifactType.REPOSITORY,
                            false,
                            checkout.source(),
                            settings),
                    Instant.now());
        }
    }

    private static int code(Report report, ScanSettings settings) {
        int code = settings.number("exit-code");
        int endOfLife = settings.number("exit-on-eol");
        boolean over = report.metadata().system().map(system -> system.isEndOfLife()).orElse(false);
        return endOfLife != 0 && over ? endOfLife : report.hasFindings() ? code : 0;
    }
}
