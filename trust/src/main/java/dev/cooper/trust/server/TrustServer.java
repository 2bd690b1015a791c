package dev.cooper.trust.server;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.root.Period;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All services in one process, on one port. Each request has a virtual thread of its own. */
public final class TrustServer implements AutoCloseable {
    /** How long requests under way have when the server is stopped, in seconds. */
    public static final int DRAIN_SECONDS = 10;

    static {
        // The JDK's server has its bounds from properties, which it reads once; seconds.
        Map.of(
                        "sun.net.httpserver.maxReqTime", "60",
                        "sun.net.httpserver.maxRspTime", "60",
                        "sun.net.httpserver.nodelay", "true",
                        "jdk.httpserver.maxConnections", "1000")
                .forEach((name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Kept kept;
    private final String url;

    private TrustServer(HttpServer server, ExecutorService threads, Kept kept, String url) {
        this.server = server;
        this.threads = threads;
        this.kept = kept;
        this.url = url;
    }

    /** What is to be closed, in the order of closing. */
    private record Kept(ServerDirectory directory, List<AutoCloseable> logs, TrustedFiles files) {
        void close() throws IOException {
            try (directory) {
                for (AutoCloseable log : logs) {
                    log.close();
                }
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e); // logs throw nothing else
            }
        }
    }

    private record TrustedFiles(Path root, Path config) {}

    /**
     * Starts one, and writes whom to trust and whom to ask beside its other files.
     *
     * @param password what its keys are sealed with on the disk; the caller wipes it
     * @param tell takes the address and the secret of each who may have tokens from now on
     * @param log takes sentences on what went wrong, from any thread
     * @throws SyntaxException when the password is wrong, or an address is none
     * @throws IOException when its directory is in use or damaged, or it cannot listen
     */
    public static TrustServer start(
            ServerOptions options,
            byte[] password,
            BiConsumer<String, String> tell,
            Consumer<String> log)
            throws IOException {
        ServerDirectory directory = ServerDirectory.open(options.directory(), password);
        HttpServer server = null;
        try {
            server = HttpServer.create(address(options), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            String url = url(options, server.getAddress());
            Kept kept = serve(server, directory, url, options, tell, log);
            server.start();
            return new TrustServer(server, threads, kept, url);
        } catch (IOException | RuntimeException e) {
            if (server != null) {
                server.stop(0);
            }
            directory.close();
            if (e instanceof BindException) {
                throw new IOException(
                        "cannot listen on %s:%d: %s; choose another with --listen"
                                .formatted(options.host(), options.port(), e.getMessage()),
                        e);
            }
            throw e;
        }
    }

    private static Kept serve(
            HttpServer server,
            ServerDirectory directory,
            String url,
            ServerOptions options,
            BiConsumer<String, String> tell,
            Consumer<String> log)
            throws IOException {
        Clock clock = Clock.systemUTC();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ServerFacts facts = ServerFacts.keep(directory, new ServerFacts(host(url), now));
        People people = People.open(directory, options.people(), tell);
        TokenIssuer issuer = new TokenIssuer(url, directory, people, clock);
        StampAuthority stamps = new StampAuthority(directory, clock);
        CertificateLog certificates = new CertificateLog(directory, clock);
        TransparencyLog signatures;
        try {
            signatures = new TransparencyLog(directory, facts.name(), clock);
        } catch (IOException | RuntimeException e) {
            certificates.close();
            throw e;
        }
        CertificateAuthority authority = new CertificateAuthority(directory, certificates, clock);
        Documents documents = new Documents(url, Period.since(facts.since()));
        byte[] root =
                documents.trustedRoot(
                        authority.certificate(),
                        certificates.key(),
                        signatures.key(),
                        stamps.chain());
        byte[] config = documents.signingConfig();
        directory.write(Documents.TRUSTED_ROOT, root);
        directory.write(Documents.SIGNING_CONFIG, config);
        server.createContext(
                "/",
                new Router(
                        List.of(
                                new FulcioService(authority, issuer, url),
                                new RekorService(signatures),
                                stamps,
                                issuer,
                                new DocumentService(root, config)),
                        log));
        return new Kept(
                directory,
                List.of(certificates, signatures),
                new TrustedFiles(
                        directory.file(Documents.TRUSTED_ROOT),
                        directory.file(Documents.SIGNING_CONFIG)));
    }

    private static InetSocketAddress address(ServerOptions options) throws IOException {
        if (options.host().isEmpty()) {
            return new InetSocketAddress(options.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
        } catch (UnknownHostException e) {
            throw new IOException("this machine has no address " + options.host(), e);
        }
    }

    private static String url(ServerOptions options, InetSocketAddress address) {
        if (options.url().isPresent()) {
            String url = options.url().get();
            host(url);
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        InetAddress ip = address.getAddress();
        String host =
                options.host().isEmpty() || ip.isAnyLocalAddress() ? "localhost" : options.host();
        return "http://%s:%d"
                .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
    }

    private static String host(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri.getHost();
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new SyntaxException("\"" + url + "\" is no address; want http://… or https://…");
    }

    /** Where clients reach it. */
    public String url() {
        return url;
    }

    /** Whether other machines can reach it. */
    public boolean isPublic() {
        return !server.getAddress().getAddress().isLoopbackAddress();
    }

    /** The file of whom to trust. */
    public Path trustedRoot() {
        return kept.files().root();
    }

    /** The file of whom to ask. */
    public Path signingConfig() {
        return kept.files().config();
    }

    /** Takes no more requests, waits for those under way for a while, and closes its files. */
    @Override
    public void close() throws IOException {
        server.stop(DRAIN_SECONDS);
        threads.shutdownNow();
        kept.close();
    }
}
