package dev.cooper.trust.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.TlsFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration KEEP_UP = Duration.ofMinutes(10);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Router router;
    private final Services services;
    private final ServerDirectory directory;
    private final String url;
    private final Thread watch;

    private TrustServer(
            HttpServer server,
            Services services,
            ServerDirectory directory,
            String url,
            @Nullable TlsFiles tls,
            Consumer<String> log) {
        this.server = server;
        this.services = services;
        this.directory = directory;
        this.url = url;
        this.router = new Router(services.all(), services.metrics(), log);
        server.setExecutor(threads);
        server.createContext("/", router);
        server.start();
        this.watch = Thread.ofVirtual().name("trust-server").start(() -> watch(services, tls, log));
    }

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
        TlsFiles tls = null;
        if (options.tls().isPresent()) {
            ServerOptions.Tls files = options.tls().get();
            tls = new TlsFiles(files.certificate(), files.key(), log);
        }
        ServerDirectory directory = ServerDirectory.open(options.directory(), password);
        HttpServer server = null;
        try {
            server = Listener.listen(options, tls);
            String url = Listener.url(options, server.getAddress());
            Services services = Services.open(directory, url, Listener.host(url), options, tell);
            return new TrustServer(server, services, directory, url, tls, log);
        } catch (IOException | RuntimeException e) {
            if (server != null) {
                server.stop(0);
            }
            directory.close();
            throw e;
        }
    }

    private static void watch(Services services, @Nullable TlsFiles tls, Consumer<String> log) {
        Instant last = Instant.now();
        try {
            while (true) {
                Thread.sleep(LOOK);
                if (tls != null) {
                    tls.look();
                }
                if (last.plus(KEEP_UP).isBefore(Instant.now())) {
                    last = Instant.now();
                    keepUp(services, log);
                }
            }
        } catch (InterruptedException _) {
            // the server stops
        }
    }

    private static void keepUp(Services services, Consumer<String> log) {
        try {
            services.keepUp();
        } catch (IOException | RuntimeException e) {
            log.accept(
                    "the repository of TUF could not be renewed, which is tried again in "
                            + KEEP_UP.toMinutes()
                            + " minutes: "
                            + e.getMessage());
        }
    }

    /** Where clients reach it. */
    public String url() {
        return url;
    }

    /** Whether other machines can reach it. */
    public boolean isPublic() {
        return !server.getAddress().getAddress().isLoopbackAddress();
    }

    /** Whether it encrypts connections itself. */
    public boolean isEncrypted() {
        return server instanceof HttpsServer;
    }

    /** The file of whom to trust. */
    public Path trustedRoot() {
        return directory.file(Documents.TRUSTED_ROOT);
    }

    /** The file of whom to ask. */
    public Path signingConfig() {
        return directory.file(Documents.SIGNING_CONFIG);
    }

    /** The address of the repository of TUF. */
    public String repository() {
        return url + TufService.PATH;
    }

    /** The file of the root that clients of that repository begin with. */
    public Path repositoryRoot() {
        return directory.file(TufPublisher.LATEST);
    }

    /** Takes no more requests, waits for those under way for a while, and closes its files. */
    @Override
    public void close() throws IOException {
        router.stopping();
        watch.interrupt();
        server.stop(DRAIN_SECONDS);
        threads.shutdownNow();
        services.close();
    }
}
