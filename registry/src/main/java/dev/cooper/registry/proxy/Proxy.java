package dev.cooper.registry.proxy;

import dev.cooper.registry.config.ProxyConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.registry.endpoint.BlobApi;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.maintenance.RegistryGarbage;
import dev.cooper.registry.operations.Notices;
import dev.cooper.registry.operations.Traces;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Route;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.Storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The cache of other registries: answers for their repositories, and keeps what it holds small. */
public final class Proxy implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final Duration UPKEEP = Duration.ofMinutes(1);

    /** Looking for what can go reads much of the database. */
    private static final int UPKEEPS_TO_EVICTION = 10;

    private final Mirrors mirrors;
    private final Storage storage;
    private final Duration lease;
    private final CachedManifests cached;
    private final CachedLists cachedLists;
    private final ProxyCounts counts;
    private final ProxyManifests manifests;
    private final BlobFetches fetches;
    private final ProxyBlobs blobs;
    private final ProxyLists lists;
    private final Thread upkeep;

    private Proxy(
            RegistryConfig config,
            Storage storage,
            Mirrors mirrors,
            Notices notices,
            ProxyCounts counts,
            Traces traces)
            throws IOException {
        this.counts = counts;
        this.mirrors = mirrors;
        this.storage = storage;
        this.lease = config.storage().lease();
        this.cached = new CachedManifests(storage.database());
        this.cachedLists = new CachedLists(storage.database());
        Set<String> types = config.manifests().types();
        this.manifests = new ProxyManifests(cached, types, notices, counts.manifests());
        this.lists = new ProxyLists(cachedLists);
        Blobs all = new Blobs(storage.database(), storage.objects(), lease);
        Path growing = config.storage().directory().resolve("fetches");
        this.fetches = new BlobFetches(growing, storage.objects(), all, counts.blobs(), traces);
        BlobApi api = new BlobApi(all, storage.objects(), notices, false);
        this.blobs = new ProxyBlobs(all, api, fetches, cached, notices, counts.blobs());
        this.upkeep = Thread.ofVirtual().name("registry-cache").unstarted(this::keepUp);
    }

    /** Begins to cache what the configuration says, possibly nothing. */
    public static Proxy start(
            RegistryConfig config,
            Storage storage,
            Notices notices,
            ProxyCounts counts,
            Traces traces)
            throws IOException {
        Mirrors mirrors = new Mirrors(config.proxy(), traces);
        Proxy proxy = new Proxy(config, storage, mirrors, notices, counts, traces);
        if (config.proxy().isOn()) {
            proxy.upkeep.start();
        }
        return proxy;
    }

    /** What it has done so far. */
    ProxyCounts counts() {
        return counts;
    }

    /**
     * Finds out whether a request is about a cached repository.
     *
     * @throws ApiException when it names a registry that is not cached here
     */
    public Optional<Mirrored> find(Route route, Exchange exchange) throws IOException {
        return mirrors.find(route, exchange);
    }

    /** Answers a request about a cached repository; the caller may read it. */
    public void handle(Exchange exchange, Route route, Mirrored target) throws IOException {
        target.namespace().ifPresent(host -> exchange.set("OCI-Namespace", host));
        if (!exchange.method().equals("GET") && !exchange.isHead()) {
            throw readOnly(target);
        }
        switch (route) {
            case Route.Manifest(String _, String reference) ->
                    manifests.get(exchange, target, reference);
            case Route.Blob(String _, String digest) -> blobs.get(exchange, target, digest);
            case Route.Tags(String _) -> lists.tags(exchange, target);
            case Route.Referrers(String _, String digest) ->
                    lists.referrers(exchange, target, digest);
            case Route.Uploads(String _) -> throw readOnly(target);
            case Route.Upload(String _, String _) -> throw readOnly(target);
            case Route.Base(), Route.Catalog(), Route.Discover(), Route.Trust(String _, String _) ->
                    throw new IllegalArgumentException("no repository is meant");
        }
    }

    private static ApiException readOnly(Mirrored target) {
        return new ApiException(
                ErrorCode.UNSUPPORTED,
                target.asked()
                        + " is a cache of "
                        + target.mirror().address()
                        + " and cannot be changed; push to that registry");
    }

    private void keepUp() {
        for (int round = 1; ; round++) {
            try {
                Thread.sleep(UPKEEP);
                cached.flush();
                if (round % UPKEEPS_TO_EVICTION == 0) {
                    evict();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "keeping the cache small", e);
            }
        }
    }

    /** Waits until nothing is being fetched. */
    void settle() {
        fetches.awaitAll();
    }

    /** Forgets what nobody asked for, and what there is no room for; the bytes are garbage then. */
    long evict() throws IOException {
        cached.flush();
        ProxyConfig config = mirrors.config();
        long inUse = CachedManifests.before(lease);
        long forgotten = 0;
        for (String upstream : cached.upstreams()) {
            Duration ttl =
                    config.upstreams().stream()
                            .filter(known -> known.name().equals(upstream))
                            .findFirst()
                            .map(UpstreamConfig::ttl)
                            .orElse(config.ttl());
            if (!ttl.isZero()) {
                long before = Math.min(CachedManifests.before(ttl), inUse);
                forgotten += cached.forget(upstream, before);
            }
        }
        if (config.maxBytes() > 0) {
            forgotten += cached.shrink(config.maxBytes(), inUse);
        }
        if (!config.ttl().isZero()) {
            cachedLists.forget(CachedManifests.before(config.ttl()));
        }
        if (forgotten > 0) {
            RegistryGarbage.collect(storage, false, false);
        }
        return forgotten;
    }

    /** Ends; what was asked for is written down. */
    @Override
    public void close() throws IOException {
        upkeep.interrupt();
        mirrors.close();
        fetches.awaitAll();
        cached.flush();
    }
}
