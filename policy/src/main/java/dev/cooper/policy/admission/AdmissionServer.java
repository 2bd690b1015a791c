package dev.cooper.policy.admission;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.trust.certificate.TlsFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A webhook that listens. Each request has a virtual thread of its own. */
public final class AdmissionServer implements AutoCloseable {
    /** How long requests under way have when the server is stopped, in seconds. */
    public static final int DRAIN_SECONDS = 10;

    private static final Duration LOOK = Duration.ofSeconds(2);

    static {
        // The JDK's server has its bounds from properties, which it reads once; seconds.
        Map.of(
                        "sun.net.httpserver.maxReqTime", "30",
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
    private final AdmissionRoutes routes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final boolean isEncrypted;
    private @Nullable Thread watch;

    private AdmissionServer(HttpServer server, AdmissionRoutes routes, boolean isEncrypted) {
        this.server = server;
        this.routes = routes;
        this.isEncrypted = isEncrypted;
    }

    /**
     * Starts one.
     *
     * @param cache what is kept of images, for its counts
     * @throws IOException when the address cannot be listened on, or a file cannot be read
     * @throws dev.cooper.oci.SyntaxException when a file of TLS cannot be understood
     */
    public static AdmissionServer start(
            ServerSettings settings,
            Admission admission,
            AgedCache<?, ?> cache,
            InstantSource clock,
            AdmissionLog log)
            throws IOException {
        TlsFiles files = null;
        SSLContext context = null;
        boolean asksClients = false;
        if (settings.tls().isPresent()) {
            ServerSettings.Tls tls = settings.tls().get();
            files = new TlsFiles(tls.certificate(), tls.key(), log::said);
            context = files.context(tls.clients().orElse(null));
            asksClients = tls.clients().isPresent();
        }
        HttpServer server = bound(settings, context, asksClients);
        AdmissionRoutes routes = new AdmissionRoutes(admission, cache, clock, log);
        AdmissionServer started = new AdmissionServer(server, routes, context != null);
        server.setExecutor(started.threads);
        server.createContext("/", routes);
        server.start();
        if (files != null) {
            TlsFiles watched = files;
            started.watch = Thread.ofVirtual().name("admission-tls").start(() -> watch(watched));
        }
        return started;
    }

    private static HttpServer bound(
            ServerSettings settings, @Nullable SSLContext context, boolean asksClients)
            throws IOException {
        InetSocketAddress address = address(settings);
        try {
            if (context == null) {
                return HttpServer.create(address, 0);
            }
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(context) {
                        @Override
                        public void configure(HttpsParameters parameters) {
                            SSLParameters usual = context.getDefaultSSLParameters();
                            usual.setNeedClientAuth(asksClients);
                            usual.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                            parameters.setSSLParameters(usual);
                        }
                    });
            return server;
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on %s:%d: %s; choose another with --listen"
                            .formatted(settings.host(), settings.port(), e.getMessage()),
                    e);
        }
    }

    private static InetSocketAddress address(ServerSettings settings) throws IOException {
        if (settings.host().isEmpty()) {
            return new InetSocketAddress(settings.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
        } catch (UnknownHostException e) {
            throw new IOException("this machine has no address " + settings.host(), e);
        }
    }

    private static void watch(TlsFiles files) {
        try {
            while (true) {
                Thread.sleep(LOOK);
                files.look();
            }
        } catch (InterruptedException e) {
            return; // the server stops
        }
    }

    /** Where it listens, as clients name it. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? "localhost" : ip.getHostAddress();
        return "%s://%s:%d"
                .formatted(
                        isEncrypted ? "https" : "http",
                        host.contains(":") ? "[" + host + "]" : host,
                        address.getPort());
    }

    /** Takes no more requests and waits for those under way, for a while. */
    @Override
    public void close() {
        routes.stopping();
        if (watch != null) {
            watch.interrupt();
        }
        server.stop(DRAIN_SECONDS);
        threads.shutdownNow();
    }
}
