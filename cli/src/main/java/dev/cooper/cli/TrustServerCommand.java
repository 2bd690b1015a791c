package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.server.IssuerFile;
import dev.cooper.trust.server.ServerOptions;
import dev.cooper.trust.server.TrustServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code cooper trust server}: what cosign signs with when it has no key, for private use. */
final class TrustServerCommand implements Command {
    static final String SUMMARY = "Issue certificates, log signatures and stamp times";

    private static final String USUAL_LISTEN = "localhost:4955";
    private static final int LAST_PORT = 65535;

    @Override
    public Usage usage() {
        return Usage.of("cooper trust server [OPTIONS] DIRECTORY", SUMMARY)
                .operands(1, 1)
                .value(
                        "listen",
                        0,
                        "host:port",
                        "Where to listen; :4955 is every address (default " + USUAL_LISTEN + ")")
                .value("url", 0, "url", "How clients reach it, when not by that address")
                .list(
                        "user",
                        0,
                        "email",
                        "Who may have certificates; a new one's secret is printed once."
                                + "\nWhoever is not named any more may have none")
                .value(
                        "rekor",
                        0,
                        "versions",
                        "Which logs signers are offered: 1, 2 or 1,2 (default 1,2)")
                .value("issuers", 0, "file", "Whose tokens are taken, too: Fulcio's oidc-issuers")
                .flag("new-tuf-keys", 0, "Exchange the keys of the repository of TUF, once")
                .value("tls-cert", 0, "file", "The certificate with its chain, in PEM")
                .value("tls-key", 0, "file", "Its key, in PEM")
                .details(
                        """
                        Keys, logs, trusted_root.json, signing_config.json and the repository of TUF are in
                        DIRECTORY, which one server has at a time. The keys are sealed with a password:
                        COSIGN_PASSWORD, else standard input, else asked for.

                        It answers as sigstore's Fulcio (API 2 and 1), Rekor (API 2 and 1), time stamp
                        authority, an issuer of OpenID Connect, and a repository of TUF. Files of TLS are
                        read again when they change. Ctrl-C or SIGTERM ends it after the requests under way;
                        a second one ends it at once.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        String listen = options.value("listen").orElse(USUAL_LISTEN);
        int colon = listen.lastIndexOf(':');
        int port = port(listen, colon);
        Path directory = Path.of(options.operands().getFirst()).toAbsolutePath();
        ServerOptions wanted =
                new ServerOptions(
                                directory,
                                host(listen, colon),
                                port,
                                options.value("url"),
                                options.values("user"))
                        .withApis(apis(options.value("rekor").orElse("1,2")))
                        .withNewRoot(options.isOn("new-tuf-keys"));
        Optional<ServerOptions.Tls> tls = tls(options);
        if (tls.isPresent()) {
            wanted = wanted.withTls(tls.get());
        }
        Optional<Path> issuers = options.value("issuers").map(Path::of);
        if (issuers.isPresent()) {
            wanted =
                    wanted.withIssuers(
                            IssuerFile.parse(
                                    Files.readAllBytes(issuers.get()), issuers.get().toString()));
        }
        byte[] password =
                Files.exists(directory.resolve("server.json"))
                        ? KeyPassword.of(terminal)
                        : KeyPassword.ofNew(terminal);
        TrustServer server;
        try {
            server =
                    TrustServer.start(
                            wanted,
                            password,
                            (email, secret) -> told(email, secret, terminal),
                            sentence -> terminal.error("cooper: " + sentence));
        } finally {
            Arrays.fill(password, (byte) 0);
        }
        StopSignals.handle(() -> stop(server, terminal));
        if (server.isPublic() && !server.url().startsWith("https:")) {
            terminal.error(
                    "cooper: warning: tokens and secrets come over plain HTTP; give --tls-cert and"
                            + " --tls-key, or put something that speaks TLS before it, and name"
                            + " that with --url");
        }
        terminal.error("cooper: the trust server listens on " + server.url());
        terminal.error("cooper: whom to trust is in " + server.trustedRoot());
        terminal.error("cooper: whom to ask is in " + server.signingConfig());
        terminal.error(
                "cooper: both are in the repository of TUF at "
                        + server.repository()
                        + ", which begins with "
                        + server.repositoryRoot());
        terminal.flush();
        new CountDownLatch(1).await(); // the signal ends the process
        return 0;
    }

    private static List<Integer> apis(String text) {
        return switch (text) {
            case "1" -> List.of(1);
            case "2" -> List.of(2);
            case "1,2", "2,1" -> List.of(2, 1);
            default -> throw new UsageException("--rekor takes 1, 2 or 1,2, not \"" + text + "\"");
        };
    }

    private static Optional<ServerOptions.Tls> tls(Options options) {
        Optional<Path> certificate = options.value("tls-cert").map(Path::of);
        Optional<Path> key = options.value("tls-key").map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        return certificate.map(file -> new ServerOptions.Tls(file, key.orElseThrow()));
    }

    private static void told(String email, String secret, Terminal terminal) {
        try {
            terminal.print("secret of " + email + ": " + secret + "\n");
            terminal.flush(); // nobody can tell it again
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host(String listen, int colon) {
        String host = listen.substring(0, colon);
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

    private static void stop(TrustServer server, Terminal terminal) {
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
