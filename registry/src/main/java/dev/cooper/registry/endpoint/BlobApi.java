package dev.cooper.registry.endpoint;

import dev.cooper.oci.Digest;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.FileEndPoint;
import dev.cooper.registry.operations.Notices;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.DamagedObjectException;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.StoredBlob;
import dev.cooper.registry.storage.TransferBuffers;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** {@code /v2/NAME/blobs/DIGEST}. */
public final class BlobApi {
    /** Small enough to stay in a processor's cache between the disk's side and the network's. */
    private static final int BUFFER = 128 << 10;

    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private final Blobs blobs;
    private final Objects objects;
    private final Notices notices;
    private final boolean mayDelete;

    /**
     * @param mayDelete whether blobs may be deleted through it
     */
    public BlobApi(Blobs blobs, Objects objects, Notices notices, boolean mayDelete) {
        this.blobs = blobs;
        this.objects = objects;
        this.notices = notices;
        this.mayDelete = mayDelete;
    }

    /** Answers a request about one blob. */
    public void handle(Exchange exchange, String repository, String digestText) throws IOException {
        Digest digest = Names.digest(digestText);
        switch (exchange.method()) {
            case "HEAD" -> head(exchange, repository, digest);
            case "GET" -> get(exchange, repository, digest);
            case "DELETE" -> delete(exchange, repository, digest);
            default -> throw ApiException.notAllowed("GET, HEAD, DELETE");
        }
    }

    private void head(Exchange exchange, String repository, Digest digest) throws IOException {
        long size =
                blobs.sizeAndKeep(repository, digest)
                        .orElseThrow(() -> unknown(repository, digest));
        describe(exchange, digest);
        if (isKnownToClient(exchange, digest)) {
            exchange.status(304).end();
            return;
        }
        notices.blobPulled(exchange, repository, digest, size);
        exchange.status(200).set("Content-Length", size).end();
    }

    private void get(Exchange exchange, String repository, Digest digest) throws IOException {
        StoredBlob blob = find(repository, digest);
        if (isKnownToClient(exchange, digest)) {
            describe(exchange, digest);
            exchange.status(304).end();
            return;
        }
        notices.blobPulled(exchange, repository, digest, blob.size());
        try {
            send(exchange, digest, blob);
        } catch (DamagedObjectException e) {
            throw damaged(digest, "are not as many as were pushed");
        } catch (NoSuchFileException e) {
            StoredBlob now = find(repository, digest);
            if (java.util.Objects.equals(now.key(), blob.key())) {
                throw damaged(digest, "are missing");
            }
            send(exchange, digest, now); // it was collected, and pushed again
        }
    }

    private StoredBlob find(String repository, Digest digest) throws IOException {
        return blobs.find(repository, digest).orElseThrow(() -> unknown(repository, digest));
    }

    private static ApiException damaged(Digest digest, String how) {
        LOG.log(
                System.Logger.Level.ERROR,
                "the bytes of blob "
                        + digest
                        + " "
                        + how
                        + "; run: cooper registry fsck --repair, then push it again");
        return new ApiException(
                ErrorCode.UNKNOWN, "the bytes of blob " + digest + " " + how + " in the registry");
    }

    private void send(Exchange exchange, Digest digest, StoredBlob blob) throws IOException {
        Optional<ByteRange> range = range(exchange, digest, blob.size());
        long from = range.map(ByteRange::first).orElse(0L);
        long length = range.map(ByteRange::length).orElse(blob.size());
        String key = blob.key();
        if (key == null) {
            byte[] content = blob.content() == null ? new byte[0] : blob.content();
            start(exchange, digest, blob.size(), range, length);
            exchange.write(true, ByteBuffer.wrap(content, (int) from, (int) length));
            return;
        }
        Optional<URI> address = objects.address(key);
        if (address.isPresent()) {
            exchange.status(307)
                    .set("Location", address.get().toString())
                    .set("Docker-Content-Digest", digest.toString())
                    .end();
            return;
        }
        try (ReadableByteChannel object = objects.open(key, blob.size(), from, length)) {
            start(exchange, digest, blob.size(), range, length);
            if (object instanceof FileChannel file && length >= BUFFER) {
                FileEndPoint.send(exchange, file, from, length);
            } else {
                copy(exchange, object, length);
            }
        }
    }

    /** Says what follows, now that nothing but a lost disk can stop it. */
    public static void start(
            Exchange exchange, Digest digest, long size, Optional<ByteRange> range, long length) {
        describe(exchange, digest);
        exchange.status(200).set("Content-Length", length);
        range.ifPresent(part ->
                exchange.status(206)
                        .set(
                                "Content-Range",
                                "bytes " + part.first() + "-" + part.last() + "/" + size));
    }

    /** The part that is asked for; empty for all of it. */
    public static Optional<ByteRange> range(Exchange exchange, Digest digest, long size) {
        return exchange.header("Range")
                .filter(text -> isRangeMeant(exchange, digest))
                .flatMap(text -> ByteRange.parse(text, size));
    }

    private static boolean isRangeMeant(Exchange exchange, Digest digest) {
        return exchange.header("If-Range").map(tag -> tag.equals(etag(digest))).orElse(true);
    }

    private static void copy(Exchange exchange, ReadableByteChannel object, long length)
            throws IOException {
        ByteBuffer buffer = TransferBuffers.take(BUFFER);
        try {
            long left = length;
            while (left > 0) {
                buffer.clear().limit((int) Math.min(BUFFER, left));
                int read = object.read(buffer);
                if (read < 0) {
                    throw new IOException("the object ends " + left + " bytes too early");
                }
                left -= read;
                exchange.write(left == 0, buffer.flip());
            }
        } finally {
            TransferBuffers.give(buffer);
        }
    }

    /** Says what it is that follows. */
    public static void describe(Exchange exchange, Digest digest) {
        exchange.set("Content-Type", "application/octet-stream")
                .set("Docker-Content-Digest", digest.toString())
                .set("ETag", etag(digest))
                .set("Cache-Control", "max-age=31536000")
                .set("Accept-Ranges", "bytes");
    }

    static String etag(Digest digest) {
        return "\"" + digest + "\"";
    }

    /** Whether the client has these bytes already. */
    public static boolean isKnownToClient(Exchange exchange, Digest digest) {
        return exchange.header("If-None-Match")
                .map(tags -> tags.strip().equals("*") || tags.contains(digest.toString()))
                .orElse(false);
    }

    private void delete(Exchange exchange, String repository, Digest digest) throws IOException {
        if (!mayDelete) {
            throw ApiException.deleteDisabled();
        }
        if (!blobs.unlink(repository, digest, notices.blobDeleted(exchange, repository, digest))) {
            throw unknown(repository, digest);
        }
        exchange.status(202).set("Docker-Content-Digest", digest.toString()).end();
    }

    private static ApiException unknown(String repository, Digest digest) {
        return new ApiException(
                ErrorCode.BLOB_UNKNOWN, "repository " + repository + " has no blob " + digest);
    }
}
