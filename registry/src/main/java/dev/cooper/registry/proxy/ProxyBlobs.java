package dev.cooper.registry.proxy;

import dev.cooper.oci.Digest;
import dev.cooper.registry.endpoint.BlobApi;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.operations.Notices;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.Notice;
import dev.cooper.transfer.RegistryException;

import java.io.IOException;
import java.util.Optional;

/** Blobs of cached repositories: from here, else from the other registry while they are stored. */
final class ProxyBlobs {
    private final Blobs blobs;
    private final BlobApi api;
    private final BlobFetches fetches;
    private final CachedManifests manifests;
    private final Notices notices;
    private final ProxyCounts.Kind counts;

    ProxyBlobs(
            Blobs blobs,
            BlobApi api,
            BlobFetches fetches,
            CachedManifests manifests,
            Notices notices,
            ProxyCounts.Kind counts) {
        this.blobs = blobs;
        this.api = api;
        this.fetches = fetches;
        this.manifests = manifests;
        this.notices = notices;
        this.counts = counts;
    }

    void get(Exchange exchange, Mirrored target, String digestText) throws IOException {
        Digest digest = Names.digest(digestText);
        if (isHere(target, digest)) {
            counts.hit();
            serve(exchange, target, digest);
            return;
        }
        counts.miss();
        if (exchange.isHead()) {
            head(exchange, target, digest);
            return;
        }
        BlobFetch fetch = fetches.join(target, digest);
        try {
            if (!fetch.repository().equals(target.local()) && !manifests.refersTo(target, digest)) {
                askedSize(target, digest); // another repository's fetch proves nothing for this one
            }
            long size = fetch.awaitSize();
            if (size < 0) {
                blobs.mount(target.local(), digest, Optional.of(fetch.repository()), Notice.NONE);
                serve(exchange, target, digest);
            } else {
                follow(exchange, target.local(), digest, fetch, size);
            }
        } finally {
            fetch.leave();
        }
    }

    /** Whether the repository has the blob, or is given it because another one has it. */
    private boolean isHere(Mirrored target, Digest digest) throws IOException {
        return blobs.find(target.local(), digest).isPresent() || link(target, digest);
    }

    private boolean link(Mirrored target, Digest digest) throws IOException {
        Optional<String> holder = manifests.holder(target, digest);
        return holder.isPresent() && blobs.mount(target.local(), digest, holder, Notice.NONE);
    }

    private void serve(Exchange exchange, Mirrored target, Digest digest) throws IOException {
        api.handle(exchange, target.local(), digest.toString());
        if (!exchange.isHead()) {
            counts.pushed(exchange.written());
        }
    }

    private void head(Exchange exchange, Mirrored target, Digest digest) throws IOException {
        long size = askedSize(target, digest);
        BlobApi.describe(exchange, digest);
        if (BlobApi.isKnownToClient(exchange, digest)) {
            exchange.status(304).end();
            return;
        }
        if (size >= 0) {
            exchange.set("Content-Length", size);
        }
        exchange.status(200).end();
    }

    /** Asks the other registry whether this repository has a blob there. */
    private long askedSize(Mirrored target, Digest digest) throws IOException {
        try {
            return target.mirror()
                    .ask(false, upstream -> upstream.blobSize(target.remote(), digest))
                    .orElseThrow(() ->
                            new ApiException(
                                    ErrorCode.BLOB_UNKNOWN,
                                    target.mirror().address()
                                            + " has no blob "
                                            + digest
                                            + " in "
                                            + target.remote()));
        } catch (RegistryException e) {
            throw target.mirror().refusal(e, ErrorCode.BLOB_UNKNOWN, target.asked() + "@" + digest);
        }
    }

    private void follow(
            Exchange exchange, String repository, Digest digest, BlobFetch fetch, long size)
            throws IOException {
        if (BlobApi.isKnownToClient(exchange, digest)) {
            BlobApi.describe(exchange, digest);
            exchange.status(304).end();
            return;
        }
        Optional<ByteRange> range = BlobApi.range(exchange, digest, size);
        long from = range.map(ByteRange::first).orElse(0L);
        long length = range.map(ByteRange::length).orElse(size);
        notices.blobPulled(exchange, repository, digest, size);
        BlobApi.start(exchange, digest, size, range, length);
        fetch.send(exchange, from, length, counts);
    }
}
