package dev.cooper.registry.operations;

import dev.cooper.registry.config.DebugConfig;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The second listener: health and metrics. It goes on while the registry drains. */
final class DebugServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    private DebugServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    static DebugServer open(DebugConfig config, Health health, @Nullable Metrics metrics)
            throws IOException {
        Server server = new Server(new VirtualThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector =
                new ServerConnector(
                        server, null, null, null, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(config.host().isEmpty() ? null : config.host());
        connector.setPort(config.port());
        server.addConnector(connector);
        String path = config.metrics().orElse("");
        server.setHandler(new Probes(health, new Pages(health, path, metrics)));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(
                    "cannot listen on "
                            + config.host()
                            + ":"
                            + config.port()
                            + " (http.debug.addr): "
                            + e.getMessage(),
                    e);
        }
        return new DebugServer(server, connector);
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private static final class Pages extends Handler.Abstract {
        private final Health health;
        private final String path;
        private final @Nullable Metrics metrics;

        Pages(Health health, String path, @Nullable Metrics metrics) {
            this.health = health;
            this.path = path;
            this.metrics = metrics;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws IOException {
            String asked = request.getHttpURI().getPath();
            boolean reads =
                    HttpMethod.GET.is(request.getMethod())
                            || HttpMethod.HEAD.is(request.getMethod());
            Metrics source = metrics;
            if (!reads || asked == null) {
                return false;
            }
            if (asked.equals("/debug/health")) {
                Probes.answer(request, response, callback, health.failing());
                return true;
            }
            if (source != null && asked.equals(path)) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                source.write(text);
                Probes.send(request, response, callback, Metrics.TYPE, text.toByteArray());
                return true;
            }
            return false;
        }
    }
}
