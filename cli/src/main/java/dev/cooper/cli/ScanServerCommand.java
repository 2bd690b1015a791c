package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.feed.Databases;
import dev.cooper.scan.server.ScanServer;
import dev.cooper.scan.server.ServerOptions;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code cooper scan server}: one database and one memory of layers for many clients. */
final class ScanServerCommand implements Command {
    static final String SUMMARY = "Serve advisories, and what is known of layers, to scans";

    private static final String USUAL_LISTEN = "localhost:4954";
    private static final int LAST_PORT = 65535;

    @Override
    public Usage usage() {
        return Usage.of("cooper scan server [OPTIONS]", SUMMARY)
                .operands(0, 0)
                .value(
                        "listen",
                        0,
                        "host:port",
                        "Where to listen; :4954 is every address (default " + USUAL_LISTEN + ")")
                .value("token", 0, "string", "What clients must send to be answered")
                .value("token-header", 0, "string", "In which header (default Trivy-Token)")
                .value("cache-dir", 0, "directory", "Where the database and the layers are")
                .list(
                        "db-repository",
                        0,
                        "references",
                        "Fetch the database from the first of these registries that has it, now"
                                + " and every hour")
                .flag("skip-db-update", 0, "Fetch no database, whatever else is said")
                .flag("insecure", 0, "Registries may use plain HTTP or any certificate")
                .details(
                        """
                        Clients ask it with 'cooper scan image --server http://HOST:4954 …' and need
                        neither a database nor a cache of their own; clients of Trivy's may ask, too.
                        A new edition of the database, such as 'cooper db update' fetches, is used as
                        soon as it is there; with --db-repository the server fetches it itself.
                        GET /healthz tells whether the server is alive, /version which database it has.

                        Each option is also a variable, COOPER_… or TRIVY_…. Ctrl-C or SIGTERM ends it
                        after the requests under way; a second one ends it at once.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        String listen = value("listen", options, terminal).orElse(USUAL_LISTEN);
        int colon = listen.lastIndexOf(':');
        int port = port(listen, colon);
        Optional<Path> cache = value("cache-dir", options, terminal).map(Path::of);
        Path databases =
                Databases.directory(
                        cache,
                        terminal.environment(),
                        LocalStore.defaultHome(terminal.environment()));
        ScanServerUpdates updates = updates(databases, options, terminal);
        updates.bring();
        ScanServer server =
                ScanServer.start(
                        new ServerOptions(
                                host(listen, colon),
                                port,
                                value("token", options, terminal),
                                value("token-header", options, terminal)
                                        .orElse(ScanServerAddress.TOKEN_HEADER),
                                databases,
                                databases.resolveSibling("inventory"),
                                Version.TEXT),
                        sentence -> terminal.error("cooper: " + sentence));
        StopSignals.handle(() -> stop(server, terminal));
        updates.bringEveryHour();
        if (server.isPublic() && value("token", options, terminal).isEmpty()) {
            terminal.error(
                    "cooper: warning: whoever reaches this machine may ask, and put in what is"
                            + " known of layers; keep others out with --token");
        }
        terminal.error("cooper: the scan server listens on " + server.url());
        terminal.flush();
        new CountDownLatch(1).await(); // the signal ends the process
        return 0;
    }

    private static ScanServerUpdates updates(Path databases, Options options, Terminal terminal) {
        List<String> references = new ArrayList<>(options.values("db-repository"));
        if (references.isEmpty()) {
            value("db-repository", options, terminal).ifPresent(references::add);
        }
        List<String> words = new ArrayList<>();
        for (String each : references) {
            for (String word : each.split("[,\\s]+", -1)) {
                if (!word.isEmpty() && !isOn("skip-db-update", options, terminal)) {
                    words.add(word);
                }
            }
        }
        return new ScanServerUpdates(
                databases, words, isOn("insecure", options, terminal), terminal);
    }

    private static String host(String listen, int colon) {
        String host = colon < 0 ? listen : listen.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static int port(String listen, int colon) {
        try {
            int port = Integer.parseInt(listen.substring(colon + 1));
            if (colon >= 0 && port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("--listen takes HOST:PORT, not \"" + listen + "\"");
    }

    /** A switch, else its variable. */
    private static boolean isOn(String name, Options options, Terminal terminal) {
        return options.given(name)
                ? options.isOn(name)
                : variable(name, terminal).orElse("").equals("true");
    }

    /** An option, else its variable. */
    private static Optional<String> value(String name, Options options, Terminal terminal) {
        return options.given(name)
                ? Optional.of(options.values(name).getLast())
                : variable(name, terminal);
    }

    private static Optional<String> variable(String name, Terminal terminal) {
        String variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
        for (String prefix : new String[] {"COOPER_", "TRIVY_"}) {
            String value = terminal.environment().getOrDefault(prefix + variable, "");
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static void stop(ScanServer server, Terminal terminal) {
        terminal.error("cooper: stopping after the requests under way");
        int code = 0;
        try {
            server.close();
        } catch (IOException e) {
            terminal.error("cooper: " + e.getMessage());
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }
}
