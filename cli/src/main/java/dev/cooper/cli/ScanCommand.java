package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.GoDuration;
import dev.cooper.cli.scan.ReportFormat;
import dev.cooper.cli.scan.ScanChoice;
import dev.cooper.cli.scan.ScanFlags;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.ScanOutcome;
import dev.cooper.scan.compliance.ComplianceReport;
import dev.cooper.scan.compliance.ComplianceSpec;
import dev.cooper.scan.match.Explanation;
import dev.cooper.scan.match.FixPlanText;
import dev.cooper.scan.match.ScanDiff;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.RiskReport;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.report.TextStyle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code cooper scan}: looks into something and reports what is wrong with it. */
final class ScanCommand implements Command {
    static final String SUMMARY = "Find vulnerabilities, secrets and misconfigurations";

    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(5);
    private static final List<Scanner> OF_BENCHMARKS =
            List.of(Scanner.VULNERABILITY, Scanner.MISCONFIGURATION, Scanner.SECRET);
    private static final int WORDS_OF_DIFFERENCE = 3;

    @Override
    public Usage usage() {
        return ScanFlags.declare(
                        Usage.of(
                                "cooper scan [image|fs|rootfs|repo|sbom|config|diff] [OPTIONS]"
                                        + " TARGET",
                                SUMMARY))
                .pair(
                        "explain",
                        "CVE PACKAGE",
                        "Tell why a vulnerability is reported for a package, or why not")
                .operands(0, WORDS_OF_DIFFERENCE)
                .details(
                        """
                        TARGET is an image (of the store, else of its registry; docker://, oci:,
                        oci-archive: and docker-archive: say where it is), or a directory after fs
                        (what lock files name), rootfs (what is installed), repo (the same as fs, also
                        by the address of a git repository) or config (Dockerfiles and Kubernetes
                        manifests), or after sbom the file of an SBOM. After diff come two images, and
                        what the second has that the first has not is told, and the reverse.
                        With --server a scan server is asked; 'cooper scan server' runs one.
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
        Optional<ComplianceSpec> benchmark =
                settings.value("compliance").isPresent()
                        ? Optional.of(ComplianceSpec.find(settings.value("compliance").get()))
                        : Optional.empty();
        boolean isByRisk = isByRisk(settings);
        boolean isAboutVulnerabilities =
                options.given("explain")
                        || settings.isOn("fix-plan")
                        || isByRisk
                        || word.kind() == ScanWord.Kind.DIFFERENCE;
        boolean isTold = isAboutVulnerabilities || benchmark.isPresent();
        if (isTold && format != ReportFormat.TABLE && format != ReportFormat.JSON) {
            throw new UsageException(
                    "--explain, --fix-plan, --sort-by, --compliance and diff come as table or"
                            + " json, not "
                            + format.word());
        }
        List<Scanner> scanners =
                isAboutVulnerabilities
                        ? List.of(Scanner.VULNERABILITY)
                        : benchmark.isPresent()
                                ? new ScanChoice(settings, directory).scanners(OF_BENCHMARKS)
                                : scanners(new ScanChoice(settings, directory), word, format);
        ScanRun run =
                new ScanRun(
                        scanners,
                        isAboutVulnerabilities && word.kind() != ScanWord.Kind.DIFFERENCE,
                        ScanImages.of(word.images(), settings, terminal),
                        settings,
                        directory,
                        terminal);
        ScanReport report = new ScanReport(format, settings, terminal);
        report.check();
        isAll(settings);
        Duration timeout = settings.value("timeout").map(GoDuration::parse).orElse(USUAL_TIMEOUT);
        return within(timeout, () -> run(run, word, options, benchmark, report));
    }

    private static boolean isByRisk(ScanSettings settings) {
        Optional<String> order = settings.value("sort-by");
        if (order.isPresent() && !order.get().equals("risk")) {
            throw new UsageException("--sort-by takes risk, not \"" + order.get() + "\"");
        }
        return order.isPresent();
    }

    private static List<Scanner> scanners(ScanChoice choice, ScanWord word, ReportFormat format) {
        return word.kind() == ScanWord.Kind.CONFIGURATION
                ? List.of(Scanner.MISCONFIGURATION)
                : choice.scanners(ScanReport.usualScanners(format));
    }

    private static int within(Duration timeout, Callable<Integer> work)
            throws IOException, InterruptedException {
        FutureTask<Integer> task = new FutureTask<>(work);
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

    private static int run(
            ScanRun run,
            ScanWord word,
            Options options,
            Optional<ComplianceSpec> benchmark,
            ScanReport report)
            throws IOException, InterruptedException {
        warn(run, run.settings().warnings());
        if (options.given("explain")) {
            List<String> asked = options.pair("explain");
            Explanation explanation =
                    run.withScan(scan ->
                            run.withTarget(
                                    word.kind(),
                                    word.target(),
                                    target ->
                                            scan.explain(
                                                    target, asked.getFirst(), asked.getLast())));
            report.tell(explanation.text(), text(explanation.json()));
            return 0;
        }
        if (word.kind() == ScanWord.Kind.DIFFERENCE) {
            return difference(run, word, report);
        }
        if (run.settings().isOn("fix-plan")) {
            return plan(run, word, report);
        }
        ScanOutcome outcome =
                run.withScan(scan ->
                        run.withTarget(
                                word.kind(),
                                word.target(),
                                target -> scan.scan(target, Instant.now())));
        warn(run, outcome.warnings());
        run.debug(
                "packages: "
                        + outcome.inventory().packages().size()
                        + ", distribution: "
                        + outcome.inventory().distribution());
        if (isByRisk(run.settings())) {
            RiskReport risks = new RiskReport(outcome.report());
            report.tell(risks.text(TextStyle.PLAIN), risks.json());
        } else if (benchmark.isPresent()) {
            return compliance(new ComplianceReport(benchmark.get(), outcome.report()), run, report);
        } else {
            report.write(outcome, word.kind());
        }
        return code(outcome.report(), run.settings());
    }

    private static boolean isAll(ScanSettings settings) {
        String extent = settings.value("report").orElse("summary");
        return switch (extent) {
            case "summary" -> false;
            case "all" -> true;
            default ->
                    throw new UsageException("--report takes summary, all, not \"" + extent + "\"");
        };
    }

    private static int plan(ScanRun run, ScanWord word, ScanReport report)
            throws IOException, InterruptedException {
        PlannedScan planned =
                run.withScan(scan ->
                        run.withTarget(
                                word.kind(),
                                word.target(),
                                target -> PlannedScan.of(target, scan, run)));
        warn(run, planned.warnings());
        report.tell(FixPlanText.of(planned.plan()), text(FixPlanText.json(planned.plan())));
        return code(planned.report(), run.settings());
    }

    private static int compliance(ComplianceReport compliance, ScanRun run, ScanReport report)
            throws IOException {
        report.tell(
                compliance.table(),
                isAll(run.settings()) ? compliance.all(Version.TEXT) : compliance.summary());
        return compliance.hasFailures() ? run.settings().number("exit-code") : 0;
    }

    private static int difference(ScanRun run, ScanWord word, ScanReport report)
            throws IOException, InterruptedException {
        ScanDiff difference =
                run.withScan(scan -> {
                    ScanOutcome older =
                            run.withTarget(
                                    word.kind(),
                                    word.target(),
                                    target -> scan.scan(target, Instant.now()));
                    ScanOutcome newer =
                            run.withTarget(
                                    word.kind(),
                                    word.other(),
                                    target -> scan.scan(target, Instant.now()));
                    warn(run, newer.warnings());
                    return ScanDiff.of(side(older), side(newer));
                });
        report.tell(difference.text(), text(difference.json()));
        return difference.added().isEmpty() ? 0 : run.settings().number("exit-code");
    }

    private static ScanDiff.Side side(ScanOutcome outcome) {
        return new ScanDiff.Side(outcome.report().vulnerabilities(), outcome.inventory());
    }

    private static void warn(ScanRun run, List<String> warnings) {
        if (!run.settings().isOn("quiet")) {
            warnings.forEach(each -> run.terminal().error("warning: " + each));
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8) + "\n";
    }

    private static int code(Report report, ScanSettings settings) {
        int code = settings.number("exit-code");
        int endOfLife = settings.number("exit-on-eol");
        boolean over = report.metadata().system().map(system -> system.isEndOfLife()).orElse(false);
        return endOfLife != 0 && over ? endOfLife : report.hasFindings() ? code : 0;
    }
}
