package dev.cooper.registry;

import dev.cooper.registry.auth.TlsIdentity;
import dev.cooper.registry.config.HttpConfig;
import dev.cooper.registry.config.LimitsConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.http.FileConnector;
import dev.cooper.registry.http.SlowClients;
import dev.cooper.registry.http.TrustedProxies;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Where the registry listens, and what watches over those who connect. */
final class Listener implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int HEADER_BYTES = 16 << 10;
    private static final int INPUT_BYTES = 64 << 10;

    private final SlowClients slow;
    private final @Nullable TlsIdentity tls;
    private final ServerConnector connector;

    private Listener(
            Server server, HttpConfig http, LimitsConfig limits, @Nullable TlsIdentity tls) {
        this.tls = tls;
        this.slow = new SlowClients(limits, IDLE);
        this.connector = new FileConnector(server, protocols(tls, http.trustedProxies()));
        connector.setHost(http.host().isEmpty() ? null : http.host());
        connector.setPort(http.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(1024);
        connector.addBean(slow);
        server.addConnector(connector);
        if (limits.connections() > 0) {
            server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        }
    }

    /**
     * Adds a listener to a server that has not started.
     *
     * @throws dev.cooper.oci.SyntaxException when certificate or key cannot be understood
     */
    static Listener add(Server server, RegistryConfig config) throws IOException {
        HttpConfig http = config.http();
        TlsIdentity tls = http.tls().isPresent() ? TlsIdentity.open(http.tls().get()) : null;
        return new Listener(server, http, config.limits(), tls);
    }

    private static ConnectionFactory[] protocols(
            @Nullable TlsIdentity tls, List<String> trustedProxies) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setInputBufferSize(INPUT_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls != null) {
            // Names are not compared: clients reach a registry by addresses and aliases, too.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        if (!trustedProxies.isEmpty()) {
            http.addCustomizer(new TrustedProxies(trustedProxies));
        }
        if (tls == null) {
            return new ConnectionFactory[] {plain};
        }
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls.factory(), plain.getProtocol()), plain
        };
    }

    ServerConnector connector() {
        return connector;
    }

    SlowClients slow() {
        return slow;
    }

    @Override
    public void close() {
        slow.close();
        if (tls != null) {
            tls.close();
        }
    }
}
