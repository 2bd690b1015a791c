package dev.cooper.registry.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Believes the proxies in front of the registry, and nobody else, whom a request comes from and
 * what it was sent to. Each proxy appends whom it was reached by, so of several the last one that
 * is no such proxy is the client; what stands before it the client may have made up.
 */
public final class TrustedProxies implements HttpConfiguration.Customizer {
    private static final List<String> NAMES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto");

    private final InetAddressSet trusted = new InetAddressSet();

    /**
     * @param addresses of the proxies, or ranges such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException when one is neither
     */
    public TrustedProxies(List<String> addresses) {
        trusted.addAll(addresses);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(peer instanceof InetSocketAddress address) || !trusted.test(address.getAddress())) {
            return new Seen(request, peer, request.getHttpURI());
        }
        HttpFields headers = request.getHeaders();
        InetAddress client = client(headers, address.getAddress());
        SocketAddress from =
                client.equals(address.getAddress()) ? address : new InetSocketAddress(client, 0);
        return new Seen(request, from, target(headers, request.getHttpURI()));
    }

    /** The address that the last known proxy was reached from. */
    private InetAddress client(HttpFields headers, InetAddress peer) {
        List<String> hops = new ArrayList<>(list(headers, "X-Forwarded-For"));
        if (hops.isEmpty()) {
            headers.getCSV("Forwarded", true).forEach(hop -> hops.add(parameter(hop, "for")));
        }
        Collections.reverse(hops);
        InetAddress client = peer;
        for (String hop : hops) {
            InetAddress before = address(hop);
            if (before == null) {
                break;
            }
            client = before;
            if (!trusted.test(client)) {
                break;
            }
        }
        return client;
    }

    /** An address with or without a port, never a name; null when it is none. */
    private static @Nullable InetAddress address(String text) {
        String host = text;
        int colon = host.lastIndexOf(':');
        if (host.startsWith("[") && host.indexOf(']') > 0) {
            host = host.substring(1, host.indexOf(']'));
        } else if (colon > 0 && colon == host.indexOf(':')) {
            host = host.substring(0, colon);
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Scheme and host that the first proxy was asked for. */
    private static HttpURI target(HttpFields headers, HttpURI uri) {
        HttpURI.Mutable target = HttpURI.build(uri);
        first(headers, "X-Forwarded-Proto", "proto")
                .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
                .ifPresent(target::scheme);
        first(headers, "X-Forwarded-Host", "host")
                .filter(PublicAddress::isHost)
                .map(HostPort::unsafe)
                .ifPresent(host -> target.host(host.getHost()).port(host.getPort()));
        return target.asImmutable();
    }

    private static Optional<String> first(HttpFields headers, String name, String parameter) {
        return list(headers, name).stream()
                .findFirst()
                .or(() ->
                        headers.getCSV("Forwarded", true).stream()
                                .findFirst()
                                .map(hop -> parameter(hop, parameter)));
    }

    private static List<String> list(HttpFields headers, String name) {
        return headers.getValuesList(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .toList();
    }

    /** A parameter of one element of {@code Forwarded} (RFC 7239); "" when it has none. */
    private static String parameter(String hop, String name) {
        for (String pair : hop.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return pair.substring(equals + 1).strip().replace("\"", "");
            }
        }
        return "";
    }

    /** A request as the proxies saw it, without what anybody says of proxies. */
    private static final class Seen extends Request.Wrapper {
        private final ConnectionMetaData connection;
        private final HttpURI target;
        private final HttpFields headers;

        Seen(Request request, SocketAddress from, HttpURI target) {
            super(request);
            this.target = target;
            HttpFields.Mutable fields = HttpFields.build(request.getHeaders());
            NAMES.forEach(fields::remove);
            if (!target.equals(request.getHttpURI())) {
                fields.put("Host", target.getAuthority());
            }
            this.headers = fields.asImmutable();
            this.connection =
                    new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                        @Override
                        public SocketAddress getRemoteSocketAddress() {
                            return from;
                        }

                        @Override
                        public boolean isSecure() {
                            return "https".equals(target.getScheme());
                        }
                    };
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public HttpURI getHttpURI() {
            return target;
        }

        @Override
        public boolean isSecure() {
            return connection.isSecure();
        }
    }
}
