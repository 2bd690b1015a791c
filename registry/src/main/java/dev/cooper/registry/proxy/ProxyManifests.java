package dev.cooper.registry.proxy;

import dev.cooper.oci.Digest;
import dev.cooper.registry.endpoint.ManifestApi;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.operations.Notices;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.ManifestDocument;
import dev.cooper.registry.storage.StoredManifest;
import dev.cooper.transfer.RegistryException;
import dev.cooper.transfer.Upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Manifests of cached repositories. By digest they are true for ever; by tag they are believed for
 * a while, then the other registry is asked with HEAD, and when it is away the old one is served
 * with a warning.
 */
final class ProxyManifests {
    private static final Duration MISSING = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 100_000;

    private final CachedManifests cache;
    private final Set<String> allowedTypes;
    private final Notices notices;
    private final ProxyCounts.Kind counts;
    private final SingleFlight<Served> flights = new SingleFlight<>();

    /** When tags were last looked up, and when they were last found missing. */
    private final Map<String, Long> checked = new ConcurrentHashMap<>();

    private final Map<String, Long> missing = new ConcurrentHashMap<>();

    /** What is sent, and the warning that goes with it, if any. */
    private record Served(StoredManifest manifest, Optional<String> warning) {
        Served(StoredManifest manifest) {
            this(manifest, Optional.empty());
        }
    }

    ProxyManifests(
            CachedManifests cache,
            Set<String> allowedTypes,
            Notices notices,
            ProxyCounts.Kind counts) {
        this.cache = cache;
        this.allowedTypes = allowedTypes;
        this.notices = notices;
        this.counts = counts;
    }

    void get(Exchange exchange, Mirrored target, String reference) throws IOException {
        Served served =
                Names.isDigest(reference)
                        ? byDigest(target, Names.digest(reference))
                        : byTag(target, Names.tag(reference));
        cache.used(target, served.manifest.digest());
        served.warning.ifPresent(text -> exchange.set("Warning", text));
        if (!exchange.isHead()) {
            counts.pushed(served.manifest.content().length);
        }
        ManifestApi.send(exchange, served.manifest, notices);
    }

    private Served byDigest(Mirrored target, Digest digest) throws IOException {
        Optional<StoredManifest> known = cache.byDigest(target, digest);
        if (known.isPresent()) {
            counts.hit();
            return new Served(known.get());
        }
        counts.miss();
        String version = digest.toString();
        return flights.run(
                target.local() + "@" + version,
                () -> {
                    Optional<StoredManifest> now = cache.byDigest(target, digest);
                    return new Served(
                            now.isPresent() ? now.get() : first(target, version, List.of()));
                });
    }

    private Served byTag(Mirrored target, String tag) throws IOException {
        String key = target.local() + ":" + tag;
        Optional<StoredManifest> known = cache.byTag(target, tag);
        if (known.isPresent() && isRecent(checked, key, target.mirror().config().revalidate())) {
            counts.hit();
            return new Served(known.get());
        }
        if (isRecent(missing, key, MISSING)) {
            throw unknown(target, tag);
        }
        if (known.isPresent()) {
            counts.hit();
        } else {
            counts.miss();
        }
        return flights.run(
                key,
                () -> {
                    Optional<StoredManifest> now = cache.byTag(target, tag);
                    return now.isPresent()
                            ? again(target, tag, now.get())
                            : new Served(first(target, tag, List.of(tag)));
                });
    }

    /** Fetches what is not here. */
    private StoredManifest first(Mirrored target, String version, List<String> tags)
            throws IOException {
        try {
            return fetch(target, version, tags, false);
        } catch (RegistryException e) {
            throw target.mirror().refusal(e, ErrorCode.MANIFEST_UNKNOWN, what(target, version));
        }
    }

    /** Asks whether a tag is still on what is here. */
    private Served again(Mirrored target, String tag, StoredManifest known) throws IOException {
        String key = target.local() + ":" + tag;
        if (isRecent(checked, key, target.mirror().config().revalidate())) {
            return new Served(known);
        }
        try {
            Optional<Digest> now = look(target, tag);
            if (now.isPresent() && now.get().toString().equals(known.digest())) {
                remember(checked, key);
                return new Served(known);
            }
            String version = now.map(Digest::toString).orElse(tag);
            Optional<StoredManifest> here =
                    now.isPresent() ? cache.byDigest(target, now.get()) : Optional.empty();
            if (here.isPresent()) {
                StoredManifest other = here.get();
                keep(target, now.get(), other.mediaType(), other.content(), List.of(tag));
                return new Served(other);
            }
            return new Served(fetch(target, version, List.of(tag), true));
        } catch (RegistryException e) {
            if (Mirror.isAway(e)) {
                return new Served(known, Optional.of(target.mirror().staleness(e)));
            }
            throw target.mirror().refusal(e, ErrorCode.MANIFEST_UNKNOWN, what(target, tag));
        }
    }

    /** The digest that a tag has there; empty when only reading the manifest tells. */
    private Optional<Digest> look(Mirrored target, String tag) throws IOException {
        Optional<Upstream.Version> found;
        try {
            found = target.mirror().ask(true, upstream -> upstream.find(target.remote(), tag));
        } catch (RegistryException e) {
            if (e.status() == 405) {
                return Optional.empty();
            }
            throw e;
        }
        if (found.isEmpty()) {
            throw gone(target, tag);
        }
        return found.get().digest();
    }

    private ApiException gone(Mirrored target, String version) throws IOException {
        if (!Names.isDigest(version)) {
            cache.untag(target, version);
            remember(missing, target.local() + ":" + version);
        }
        return unknown(target, version);
    }

    private StoredManifest fetch(
            Mirrored target, String version, List<String> tags, boolean canWait)
            throws IOException {
        Optional<Upstream.Document> found =
                target.mirror()
                        .ask(canWait, upstream -> upstream.manifest(target.remote(), version));
        if (found.isEmpty()) {
            throw gone(target, tags.isEmpty() ? version : tags.getFirst());
        }
        byte[] content = found.get().content();
        counts.pulled(content.length);
        Digest digest = verified(target, version, content);
        return keep(target, digest, found.get().mediaType(), content, tags);
    }

    private static Digest verified(Mirrored target, String version, byte[] content) {
        if (!Names.isDigest(version)) {
            return Digest.sha256(content);
        }
        Digest wanted = Digest.parse(version);
        Digest.Algorithm algorithm = wanted.algorithm();
        Digest actual = Digest.of(algorithm, algorithm.newMessageDigest().digest(content));
        if (!actual.equals(wanted)) {
            throw new ApiException(
                    ErrorCode.UNKNOWN,
                    502,
                    target.mirror().address()
                            + " answered something with digest "
                            + actual
                            + " when asked for "
                            + wanted
                            + "; nothing of it is passed on");
        }
        return actual;
    }

    /** Stores a manifest; one that this registry would not take is only passed on. */
    private StoredManifest keep(
            Mirrored target, Digest digest, String mediaType, byte[] content, List<String> tags)
            throws IOException {
        ManifestDocument document;
        try {
            Optional<String> type = Optional.of(mediaType).filter(text -> !text.isEmpty());
            document = ManifestDocument.parse(type, content, allowedTypes);
        } catch (ApiException e) {
            String type = mediaType.isEmpty() ? "application/octet-stream" : mediaType;
            return new StoredManifest(digest.toString(), type, content);
        }
        cache.keep(target, digest, document, content, tags);
        tags.forEach(tag -> remember(checked, target.local() + ":" + tag));
        return new StoredManifest(digest.toString(), document.mediaType(), content);
    }

    private static boolean isRecent(Map<String, Long> times, String key, Duration age) {
        Long then = times.get(key);
        return then != null && System.nanoTime() - then < age.toNanos();
    }

    private static void remember(Map<String, Long> times, String key) {
        if (times.size() >= MOST_REMEMBERED) {
            times.clear();
        }
        times.put(key, System.nanoTime());
    }

    private static String what(Mirrored target, String version) {
        return target.asked() + (Names.isDigest(version) ? "@" : ":") + version;
    }

    private static ApiException unknown(Mirrored target, String version) {
        return new ApiException(
                ErrorCode.MANIFEST_UNKNOWN,
                target.mirror().address()
                        + " has no "
                        + (Names.isDigest(version) ? "manifest " : "tag ")
                        + Names.excerpt(version)
                        + " in "
                        + target.remote());
    }
}
