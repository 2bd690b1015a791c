package dev.cooper.trust.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.TlsFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Where a server listens, and how its clients name that. */
final class Listener {
    private Listener() {}

    /**
     * Takes the address; nothing is answered before the server is started.
     *
     * @throws IOException when it cannot be had
     */
    static HttpServer listen(ServerOptions options, @Nullable TlsFiles tls) throws IOException {
        InetSocketAddress address = address(options);
        try {
            if (tls == null) {
                return HttpServer.create(address, 0);
            }
            SSLContext context = tls.context(null);
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(context) {
                        @Override
                        public void configure(HttpsParameters parameters) {
                            SSLParameters usual = context.getDefaultSSLParameters();
                            usual.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                            parameters.setSSLParameters(usual);
                        }
                    });
            return server;
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on %s:%d: %s; choose another with --listen"
                            .formatted(options.host(), options.port(), e.getMessage()),
                    e);
        }
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

    /** Returns how clients reach it. */
    static String url(ServerOptions options, InetSocketAddress address) {
        if (options.url().isPresent()) {
            String url = options.url().get();
            host(url);
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        InetAddress ip = address.getAddress();
        String host =
                options.host().isEmpty() || ip.isAnyLocalAddress() ? "localhost" : options.host();
        return "%s://%s:%d"
                .formatted(
                        options.tls().isPresent() ? "https" : "http",
                        host.contains(":") ? "[" + host + "]" : host,
                        address.getPort());
    }

    /** Returns the host of an address of the web. */
    static String host(String url) {
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
}
