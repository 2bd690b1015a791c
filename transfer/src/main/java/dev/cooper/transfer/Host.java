package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLHandshakeException;

/** One registry host: finds out whether it speaks TLS, authenticates, tries again, redirects. */
final class Host {
    private static final int MAX_REDIRECTS = 5;

    private final String name;
    private final HostSettings settings;
    private final Transport transport;
    private final Transport foreign;
    private final Warnings warnings;
    private final Auth auth;
    private volatile @Nullable URI base;

    /**
     * Makes a host.
     *
     * @param transport with the host's certificates
     * @param foreign for other hosts, to which it redirects
     */
    Host(
            HostSettings settings,
            Transport transport,
            Transport foreign,
            Auth auth,
            Warnings warnings) {
        this.name = settings.name();
        this.settings = settings;
        this.transport = transport;
        this.foreign = foreign;
        this.auth = auth;
        this.warnings = warnings;
    }

    /** Says where the API is, so that it need not be found out. */
    Host at(URI known) {
        base = known;
        return this;
    }

    String name() {
        return name;
    }

    Auth auth() {
        return auth;
    }

    Retry retry() {
        return transport.retry();
    }

    /** The address that requests start with, {@code https://…} where nothing else is allowed. */
    URI base(Call call) throws IOException {
        URI known = base;
        if (known == null) {
            known = settings.mayBePlain() ? probe(call) : URI.create("https://" + settings.api());
            base = known;
        }
        return known;
    }

    /** Plain first for this machine itself, where nobody listens; TLS first for all others. */
    private URI probe(Call call) throws IOException {
        URI plain = URI.create("http://" + settings.api());
        URI tls = URI.create("https://" + settings.api());
        URI first = settings.isLoopback() ? plain : tls;
        URI second = settings.isLoopback() ? tls : plain;
        try {
            if (speaks(first)) {
                return first;
            }
        } catch (IOException e) {
            return secondOr(second, e, call);
        }
        return second;
    }

    private URI secondOr(URI second, IOException firstFailure, Call call) throws IOException {
        try {
            if (speaks(second)) {
                return second;
            }
        } catch (IOException e) {
            // a refused certificate says more than that TLS is no plain HTTP
            if (e instanceof SSLHandshakeException) {
                e.addSuppressed(firstFailure);
                throw Failures.of(e, call, name);
            }
            firstFailure.addSuppressed(e);
        }
        throw Failures.of(firstFailure, call, name);
    }

    private boolean speaks(URI candidate) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(candidate.resolve("/v2/"))
                        .timeout(Duration.ofSeconds(30))
                        .build();
        try (Answer answer = transport.once(request)) {
            auth.remember(answer);
            return answer.status() != 400; // what TLS servers say to plain HTTP
        }
    }

    /** Sends a request until there is an answer that is no passing failure. */
    Answer send(Call call) throws IOException {
        URI address = address(call);
        Answer answer = attempt(call, address);
        // who is redirected to may not name the token service that is told the password
        if (answer.status() == 401 && sameOrigin(answer.uri(), base(call))) {
            if (auth.renew(answer, call, base(call))) {
                answer.close();
                answer = attempt(call, address);
            }
        }
        return answer;
    }

    URI address(Call call) throws IOException {
        URI known = base(call);
        return call.location().map(known::resolve).orElseGet(() -> known.resolve(path(call)));
    }

    private String path(Call call) {
        return settings.containerd().map(host -> host.path(call.path())).orElse(call.path());
    }

    private Answer attempt(Call call, URI first) throws IOException {
        URI address = first;
        for (int redirects = 0; ; redirects++) {
            Transport way = sameOrigin(address, base(call)) ? transport : foreign;
            Answer answer = way.send(request(call, address).build(), call, name);
            warnings.add(name, answer.headers("Warning"));
            Optional<URI> next = redirect(answer, address);
            if (next.isEmpty() || !call.reads()) {
                return answer;
            }
            answer.close();
            if (redirects == MAX_REDIRECTS) {
                throw Failures.protocol("redirects without end", call, name);
            }
            checkRedirect(address, next.get(), call);
            address = next.get();
        }
    }

    private Optional<URI> redirect(Answer answer, URI address) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 ->
                    answer.header("Location").flatMap(to -> Link.resolve(address, to));
            default -> Optional.empty();
        };
    }

    private void checkRedirect(URI from, URI to, Call call) throws IOException {
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        boolean downgrade = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
        if (!web || to.getHost() == null || downgrade) {
            throw Failures.protocol("redirects to where no content may come from", call, name);
        }
    }

    /** Prepares a request; credentials go to the registry itself only. */
    HttpRequest.Builder request(Call call, URI address) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(transport.answerTimeout());
        call.headers().forEach(request::header);
        if (sameOrigin(address, base(call))) {
            settings.containerd()
                    .map(ContainerdHost::headers)
                    .orElse(Map.of())
                    .forEach(
                            (name, values) -> values.forEach(value -> request.header(name, value)));
            auth.header(call, base(call))
                    .ifPresent(value -> request.header("Authorization", value));
        }
        request.method(call.method(), call.publisher());
        return request;
    }

    /** Starts a request whose body is still to come. It is sent once only. */
    Upload upload(Call call, long length) throws IOException {
        URI address = address(call);
        return new Upload(request(call, address), call, length, transport, name);
    }

    static boolean sameOrigin(URI a, URI b) {
        return String.valueOf(a.getScheme()).equalsIgnoreCase(b.getScheme())
                && String.valueOf(a.getHost()).equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "http".equals(uri.getScheme()) ? 80 : 443;
    }

    /** Opens the body of an answer so that a silent connection ends. */
    InputStream guarded(Answer answer) {
        return transport.guarded(answer);
    }
}
