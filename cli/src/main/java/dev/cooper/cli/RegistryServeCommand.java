package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.operations.LogOutput;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code cooper registry serve}: runs an OCI registry until it is told to stop. */
final class RegistryServeCommand implements Command {
    static final String SUMMARY = "Run an OCI registry";

    private static final String DETAILS =
            """
            Without a configuration the registry listens on 127.0.0.1:5000, asks for no
            password and keeps its data in $COOPER_HOME/registry. A configuration is a
            config.yml of the distribution project's registry; variables such as
            REGISTRY_HTTP_ADDR override it. What has no effect here is named in a warning.

            Ctrl-C or SIGTERM ends it after the requests under way, at most http.draintimeout
            (20s) later; a second one ends it at once.
            """;

    private final Map<String, String> environment;

    RegistryServeCommand() {
        this(System.getenv());
    }

    RegistryServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Usage usage() {
        return Usage.of("cooper registry serve [CONFIG]", SUMMARY).operands(0, 1).details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        RegistryConfig config =
                ServedRegistry.config(options.operands().stream().findFirst(), environment);
        for (String warning : config.warnings()) {
            terminal.error("cooper: warning: " + warning);
        }
        LogOutput log = new LogOutput(terminal.output(), line -> write(terminal, line));
        RegistryServer server = RegistryServer.start(config, log);
        StopSignals.handle(() -> drain(server, terminal));
        terminal.error(
                "cooper: the registry listens on "
                        + server.url()
                        + " and keeps its data in "
                        + config.data());
        terminal.flush();
        new CountDownLatch(1).await(); // the signal ends the process
        return 0;
    }

    private static void write(Terminal terminal, String line) {
        try {
            terminal.rawError(line);
        } catch (IOException e) {
            // nobody reads the log any more
        }
    }

    private static void drain(RegistryServer server, Terminal terminal) {
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
