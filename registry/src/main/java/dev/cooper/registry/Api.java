package dev.cooper.registry;

import dev.cooper.oci.Json;
import dev.cooper.registry.auth.Access;
import dev.cooper.registry.auth.Demand;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.endpoint.BlobApi;
import dev.cooper.registry.endpoint.ListApi;
import dev.cooper.registry.endpoint.ManifestApi;
import dev.cooper.registry.endpoint.ReferrersApi;
import dev.cooper.registry.endpoint.UploadApi;
import dev.cooper.registry.http.Bandwidth;
import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.RateLimit;
import dev.cooper.registry.http.SlowClients;
import dev.cooper.registry.notary.TrustApi;
import dev.cooper.registry.operations.Operations;
import dev.cooper.registry.operations.Span;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Route;
import dev.cooper.registry.protocol.UnavailableException;
import dev.cooper.registry.proxy.Mirrored;
import dev.cooper.registry.proxy.Proxy;
import dev.cooper.registry.storage.FullDisk;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The distribution API: finds out what is asked for, and turns what fails into its errors. */
final class Api extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private final RegistryConfig config;
    private final Operations operations;
    private final SlowClients slow;
    private final RateLimit rate;
    private final Bandwidth bandwidth;
    private final Access access;
    private final BlobApi blobs;
    private final UploadApi uploads;
    private final ManifestApi manifests;
    private final ListApi lists;
    private final ReferrersApi referrers;
    private final TrustApi trust;
    private final Proxy proxy;

    Api(
            RegistryConfig config,
            Operations operations,
            SlowClients slow,
            Access access,
            BlobApi blobs,
            UploadApi uploads,
            ManifestApi manifests,
            ListApi lists,
            ReferrersApi referrers,
            TrustApi trust,
            Proxy proxy) {
        this.config = config;
        this.operations = operations;
        this.slow = slow;
        this.rate = new RateLimit(config.limits(), System::nanoTime);
        this.bandwidth = new Bandwidth(config.limits().bandwidth(), System::nanoTime);
        this.access = access;
        this.blobs = blobs;
        this.uploads = uploads;
        this.manifests = manifests;
        this.lists = lists;
        this.referrers = referrers;
        this.trust = trust;
        this.proxy = proxy;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange =
                new Exchange(request, response, operations, slow, bandwidth, config.http().base());
        slow.answering(request);
        try (Span span = operations.follow(exchange)) {
            answer(exchange, span, callback);
        } finally {
            slow.answered(request);
        }
        return true;
    }

    private void answer(Exchange exchange, Span span, Callback callback) {
        try {
            try {
                common(exchange);
                dispatch(exchange);
            } catch (ApiException e) {
                fail(exchange, e);
            } catch (EOFException e) {
                // Nobody is there to be told.
                fail(
                        exchange,
                        new ApiException(ErrorCode.SIZE_INVALID, String.valueOf(e.getMessage())));
            } catch (UnavailableException e) {
                LOG.log(System.Logger.Level.ERROR, e.getMessage());
                fail(
                        exchange,
                        new ApiException(
                                        ErrorCode.UNAVAILABLE,
                                        "the registry cannot reach its storage; try again")
                                .header("Retry-After", "5"));
            } catch (IOException e) {
                fail(exchange, failure(exchange, e));
            }
            operations.done(exchange);
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            span.failed(e);
            operations.done(exchange);
            callback.failed(e);
        }
    }

    private static ApiException failure(Exchange exchange, IOException e) {
        String what = exchange.method() + " " + exchange.request().getHttpURI().getPath();
        if (FullDisk.isBehind(e)) {
            LOG.log(System.Logger.Level.ERROR, what + ": " + e.getMessage());
            exchange.body().discard(FullDisk.LISTENED_TO);
            return FullDisk.answer();
        }
        LOG.log(System.Logger.Level.ERROR, what, e);
        return new ApiException(
                ErrorCode.UNKNOWN, "the registry could not do it; its log says why");
    }

    private void common(Exchange exchange) {
        exchange.set("Docker-Distribution-API-Version", "registry/2.0")
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Request-Id", exchange.id());
        if (operations.health().isDraining()) {
            exchange.set("Connection", "close");
        }
        config.http()
                .headers()
                .forEach((name, values) -> values.forEach(v -> exchange.add(name, v)));
    }

    private void dispatch(Exchange exchange) throws IOException {
        String path = path(exchange);
        if (path != null && access.owns(path)) {
            rate.take(exchange.address());
            access.answer(exchange);
            return;
        }
        Route asked = route(exchange, path);
        Optional<Mirrored> cached = cached(exchange, asked);
        Route route = cached.map(target -> asked.in(target.local())).orElse(asked);
        exchange.route(route);
        operations.began(exchange);
        if (config.operations().pages().readOnly() && exchange.isChange()) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED,
                    "the registry is read-only for maintenance; try again later");
        }
        if (operations.health().isFailing()) {
            throw new ApiException(
                    ErrorCode.UNAVAILABLE, "the registry is not well; its health checks say why");
        }
        admit(exchange, Demand.of(route, exchange));
        if (cached.isPresent()) {
            proxy.handle(exchange, route, cached.get());
            return;
        }
        switch (route) {
            case Route.Base() -> base(exchange);
            case Route.Catalog() -> lists.catalog(exchange);
            case Route.Discover() -> discover(exchange);
            case Route.Tags(String repository) -> lists.tags(exchange, repository);
            case Route.Manifest(String repository, String reference) ->
                    manifests.handle(exchange, repository, reference);
            case Route.Blob(String repository, String digest) ->
                    blobs.handle(exchange, repository, digest);
            case Route.Uploads(String repository) -> uploads.start(exchange, repository);
            case Route.Upload(String repository, String id) ->
                    uploads.handle(exchange, repository, id);
            case Route.Referrers(String repository, String digest) ->
                    referrers.handle(exchange, repository, digest);
            case Route.Trust(String repository, String file) ->
                    trust.handle(exchange, repository, file);
        }
    }

    /** Whether another registry's repository is meant, under whose name here rights are given. */
    private Optional<Mirrored> cached(Exchange exchange, Route route) throws IOException {
        try {
            return proxy.find(route, exchange);
        } catch (ApiException e) {
            admit(exchange, Demand.ENTRY);
            throw e;
        }
    }

    /** The path that is asked for, without the prefix; null when it has another. */
    private @Nullable String path(Exchange exchange) {
        String path = exchange.request().getHttpURI().getCanonicalPath();
        String prefix = config.http().prefix();
        return path == null || !path.startsWith(prefix) ? null : path.substring(prefix.length());
    }

    /** Finds out who sends the request, and counts it as theirs, or their address's. */
    private void admit(Exchange exchange, Demand demand) throws IOException {
        Caller caller;
        try {
            caller = access.admit(exchange, demand);
        } catch (ApiException e) {
            rate.take(exchange.address());
            throw e;
        }
        exchange.sentBy(caller);
        rate.take(exchange.payer());
    }

    /** What is asked for; strangers are not told what is wrong with an address. */
    private Route route(Exchange exchange, @Nullable String path) throws IOException {
        Route route = null;
        ApiException wrong =
                new ApiException(ErrorCode.UNSUPPORTED, 404, "nothing is at this address");
        try {
            route = path == null ? null : Route.parse(path);
        } catch (ApiException e) {
            wrong = e;
        }
        if (route == null) {
            admit(exchange, Demand.ENTRY);
            throw wrong;
        }
        return route;
    }

    private static void base(Exchange exchange) throws IOException {
        ListApi.requireGet(exchange);
        exchange.status(200)
                .set("Content-Type", "application/json")
                .end("{}".getBytes(StandardCharsets.UTF_8));
    }

    private static void discover(Exchange exchange) throws IOException {
        ListApi.requireGet(exchange);
        exchange.status(200)
                .set("Content-Type", "application/json")
                .end("{\"extensions\":[]}".getBytes(StandardCharsets.UTF_8));
    }

    private void fail(Exchange exchange, ApiException failure) throws IOException {
        if (exchange.isCommitted()) {
            throw new IOException(failure.text());
        }
        exchange.reset();
        common(exchange);
        exchange.body().endUnread();
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", failure.code().name());
        error.put("message", failure.text());
        error.put("detail", failure.detail());
        exchange.status(failure.status())
                .setAll(failure.headers())
                .set("Content-Type", "application/json")
                .end(Json.write(Map.of("errors", List.of(error))));
    }
}
