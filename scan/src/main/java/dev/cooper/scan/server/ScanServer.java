package dev.cooper.scan.server;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.inventory.LayerCache;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A scan server. Each request has a virtual thread of its own; what is kept on disk is shared with
 * whatever else of Cooper uses the same directories.
 */
public final class ScanServer implements AutoCloseable {
    /** How long requests under way have when the server is stopped, in seconds. */
    public static final int DRAIN_SECONDS = 20;

    static {
        // The JDK's server has its bounds from properties, which it reads once; seconds.
        Map.of(
                        "sun.net.httpserver.maxReqTime", "120",
                        "sun.net.httpserver.maxRspTime", "300",
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
    private final CurrentDatabase databases;

    private ScanServer(HttpServer server, ExecutorService threads, CurrentDatabase databases) {
        this.server = server;
        this.threads = threads;
        this.databases = databases;
    }

    /**
     * Starts one.
     *
     * @param log takes sentences on what went wrong, from any thread
     * @throws dev.cooper.oci.SyntaxException when there is no advisory database
     * @throws IOException when the database cannot be read, or the address not be listened on
     */
    public static ScanServer start(ServerOptions options, Consumer<String> log) throws IOException {
        CurrentDatabase databases = new CurrentDatabase(options.databases(), log);
        HttpServer server;
        try {
            server = HttpServer.create(address(options), 0);
        } catch (BindException e) {
            databases.close();
            throw new IOException(
                    "cannot listen on %s:%d: %s; choose another with --listen"
                            .formatted(options.host(), options.port(), e.getMessage()),
                    e);
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        LayerCache layers = new LayerCache(options.layers());
        server.createContext(
                "/",
                new Router(
                        options,
                        new StateRoute(databases, options.version()),
                        new LayerRoute(layers),
                        new FindingsRoute(databases),
                        new TwirpRoute(layers, databases),
                        log));
        server.start();
        return new ScanServer(server, threads, databases);
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

    /** Where it listens, as clients name it. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? "localhost" : ip.getHostAddress();
        return "http://%s:%d"
                .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
    }

    /** Whether other machines can reach it. */
    public boolean isPublic() {
        return !server.getAddress().getAddress().isLoopbackAddress();
    }

    /** Takes no more requests and waits for those under way, for a while. */
    @Override
    public void close() throws IOException {
        server.stop(DRAIN_SECONDS);
        threads.shutdownNow();
        databases.close();
    }
}
