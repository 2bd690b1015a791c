package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.ScanChoice;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.Inventories;
import dev.cooper.inventory.LayersInMemory;
import dev.cooper.scan.Scan;
import dev.cooper.scan.ScanOptions;
import dev.cooper.scan.ScanTarget;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.feed.Databases;
import dev.cooper.scan.match.DatabaseAdvisor;
import dev.cooper.scan.remote.RemoteAdvisor;
import dev.cooper.scan.remote.RemoteLayers;
import dev.cooper.scan.remote.ServerAddress;
import dev.cooper.scan.remote.ServerConnection;
import dev.cooper.scan.report.ArtifactType;
import dev.cooper.scan.report.Scanner;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens what a scan needs, for as long as it is used.
 *
 * @param scanners what is looked for
 * @param asksForBase whether it is about what an image was built on
 * @param images what is scanned, where that is images
 * @param directory where relative names of files begin
 */
record ScanRun(
        List<Scanner> scanners,
        boolean asksForBase,
        ScanImages images,
        ScanSettings settings,
        Path directory,
        Terminal terminal) {
    /** What is done with something that is open. */
    @FunctionalInterface
    interface Use<T, R> {
        R apply(T open) throws IOException, InterruptedException;
    }

    /** Opens the database, if one is needed, and does something. */
    <R> R withScan(Use<Scan, R> use) throws IOException, InterruptedException {
        Path home = LocalStore.defaultHome(terminal.environment());
        Optional<Path> cache = settings.value("cache-dir").map(directory::resolve);
        Path databases = Databases.directory(cache, terminal.environment(), home);
        ScanOptions options =
                new ScanChoice(settings, directory)
                        .options(
                                scanners,
                                LocalDate.now(ZoneOffset.UTC),
                                ScanVex.files(
                                        images,
                                        settings,
                                        directory,
                                        databases.resolveSibling(""),
                                        terminal));
        if (settings.given("server")) {
            return withServer(options, use);
        }
        Inventories inventories = inventories(databases.resolveSibling("inventory"));
        Optional<AdvisoryDatabase> database =
                scanners.contains(Scanner.VULNERABILITY)
                        ? new ScanDatabase(databases, settings, terminal).open()
                        : Optional.empty();
        try {
            debug("what is known of layers: " + databases.resolveSibling("inventory"));
            if (database.isPresent()) {
                debug("advisory database: " + databases + ", " + database.get().edition());
            }
            return use.apply(new Scan(inventories, database.map(DatabaseAdvisor::new), options));
        } finally {
            if (database.isPresent()) {
                database.get().close();
            }
        }
    }

    /** Nothing is kept here then, neither of advisories nor of layers. */
    private <R> R withServer(ScanOptions options, Use<Scan, R> use)
            throws IOException, InterruptedException {
        ServerAddress address = ScanServerAddress.of(settings, terminal.environment());
        debug("scan server: " + address.base());
        try (ServerConnection server = new ServerConnection(address)) {
            return use.apply(
                    new Scan(
                            withParallel(new Inventories(new RemoteLayers(server))),
                            scanners.contains(Scanner.VULNERABILITY)
                                    ? Optional.of(new RemoteAdvisor(server))
                                    : Optional.empty(),
                            options));
        }
    }

    private Inventories inventories(Path cache) {
        String backend = settings.value("cache-backend").orElse("fs");
        return withParallel(
                switch (backend) {
                    case "fs" -> new Inventories(cache);
                    case "memory" -> new Inventories(new LayersInMemory());
                    default ->
                            throw new UsageException(
                                    "--cache-backend takes fs, memory, not \""
                                            + backend
                                            + "\"; machines share what they know of layers with"
                                            + " --server");
                });
    }

    private Inventories withParallel(Inventories inventories) {
        int parallel = settings.number("parallel");
        return parallel == 0 ? inventories : inventories.readingAtOnce(parallel);
    }

    /** Says something to whoever wants to know more. */
    void debug(String text) {
        if (settings.isOn("debug")) {
            terminal.error("debug: " + text);
        }
    }

    /** Opens what is to be scanned, and does something. */
    <R> R withTarget(ScanWord.Kind kind, Optional<String> target, Use<ScanTarget, R> use)
            throws IOException, InterruptedException {
        return switch (kind) {
            case IMAGE, DIFFERENCE -> {
                try (Remote remote = images.remote(target, settings, terminal);
                        ImageToScan image = ScanTargets.open(target, settings, remote, terminal)) {
                    BaseSearch bases = new BaseSearch(asksForBase, settings, remote, terminal);
                    yield use.apply(
                            ScanTargets.of(image, target.orElse(image.name()), Optional.of(bases)));
                }
            }
            case FILES, CONFIGURATION -> use.apply(ofFiles(target, ArtifactType.FILESYSTEM, false));
            case INSTALLED -> use.apply(ofFiles(target, ArtifactType.FILESYSTEM, true));
            case SBOM -> use.apply(ScanTargets.ofSbom(target.orElseThrow(), terminal));
            case REPOSITORY -> {
                String name = target.orElseThrow();
                if (!GitCheckout.isAddress(name)) {
                    yield use.apply(ofFiles(target, ArtifactType.REPOSITORY, false));
                }
                try (GitCheckout checkout = GitCheckout.fetch(name, settings)) {
                    yield use.apply(
                            ScanTargets.ofDirectory(
                                    name,
                                    checkout.directory(),
                                    ArtifactType.REPOSITORY,
                                    false,
                                    checkout.source(),
                                    settings));
                }
            }
        };
    }

    private ScanTarget ofFiles(Optional<String> name, ArtifactType type, boolean installed)
            throws IOException {
        String path = name.orElseThrow();
        return ScanTargets.ofDirectory(path, Path.of(path), type, installed, Map.of(), settings);
    }
}
