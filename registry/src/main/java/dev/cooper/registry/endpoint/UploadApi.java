package dev.cooper.registry.endpoint;

import dev.cooper.oci.Digest;
import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.operations.Notices;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ContentRange;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.FullDisk;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.UploadSession;
import dev.cooper.registry.storage.Uploads;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v2/NAME/blobs/uploads/}: every way to push a blob. */
public final class UploadApi {
    private final Blobs blobs;
    private final Uploads uploads;
    private final Notices notices;
    private final long mostBytes;

    /**
     * @param mostBytes of one blob
     */
    public UploadApi(Blobs blobs, Uploads uploads, Notices notices, long mostBytes) {
        this.notices = notices;
        this.mostBytes = mostBytes;
        this.blobs = blobs;
        this.uploads = uploads;
    }

    /** A new upload, perhaps the whole of it, perhaps saved by a mount. */
    public void start(Exchange exchange, String repository) throws IOException {
        if (!exchange.method().equals("POST")) {
            throw ApiException.notAllowed("POST");
        }
        Optional<String> mount = exchange.query("mount").filter(text -> !text.isEmpty());
        if (mount.isPresent() && mounted(exchange, repository, Names.digest(mount.get()))) {
            return;
        }
        Optional<Digest> digest = exchange.query("digest").map(Names::digest);
        Digest.Algorithm algorithm =
                digest.map(Digest::algorithm)
                        .or(() -> exchange.query("digest-algorithm").map(UploadApi::algorithm))
                        .or(() -> mount.map(text -> Names.digest(text).algorithm()))
                        .orElse(Digest.Algorithm.SHA256);
        try (UploadSession session = uploads.start(repository, algorithm)) {
            if (digest.isEmpty()) {
                session.save();
                accepted(exchange.status(202), repository, session);
                exchange.end();
                return;
            }
            try {
                session.expect(exchange.contentLength());
                append(exchange, session);
                finish(exchange, repository, session, digest.get());
            } finally {
                // There is no address to go on with.
                session.end();
            }
        }
    }

    private static Digest.Algorithm algorithm(String text) {
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            if (algorithm.id().equals(text)) {
                return algorithm;
            }
        }
        throw new ApiException(
                ErrorCode.DIGEST_INVALID,
                "digest-algorithm \"" + Names.excerpt(text) + "\": want sha256 or sha512");
    }

    private boolean mounted(Exchange exchange, String repository, Digest digest)
            throws IOException {
        Optional<String> from =
                exchange.query("from").filter(text -> !text.isEmpty()).map(Names::repository);
        Caller caller = exchange.caller();
        Function<String, Notice> notice =
                source -> notices.blobMounted(exchange, repository, digest, source);
        boolean mounted =
                from.isPresent()
                        ? caller.mayPull(from.get())
                                && blobs.mount(repository, digest, from, notice.apply(from.get()))
                        : blobs.mountFromAny(repository, digest, caller::mayPull, notice);
        if (!mounted) {
            return false;
        }
        created(exchange, repository, digest);
        return true;
    }

    /** What may be done with an upload under way. */
    public void handle(Exchange exchange, String repository, String id) throws IOException {
        String method = exchange.method();
        boolean known =
                switch (method) {
                    case "GET", "HEAD", "PATCH", "PUT", "DELETE" -> true;
                    default -> false;
                };
        if (!known) {
            throw ApiException.notAllowed("GET, PATCH, PUT, DELETE");
        }
        Optional<Digest> digest =
                method.equals("PUT")
                        ? Optional.of(
                                Names.digest(
                                        exchange.query("digest").orElseThrow(UploadApi::noDigest)))
                        : Optional.empty();
        try (UploadSession session = uploads.take(repository, id)) {
            switch (method) {
                case "PATCH" -> patch(exchange, repository, session);
                case "PUT" -> put(exchange, repository, session, digest.orElseThrow());
                case "DELETE" -> {
                    session.end();
                    exchange.status(204).end();
                }
                default -> {
                    accepted(exchange.status(204), repository, session);
                    exchange.end();
                }
            }
        }
    }

    private static ApiException noDigest() {
        return new ApiException(
                ErrorCode.DIGEST_INVALID, "the upload ends without a digest; add ?digest=sha256:…");
    }

    private void patch(Exchange exchange, String repository, UploadSession session)
            throws IOException {
        receive(exchange, repository, session);
        session.save();
        accepted(exchange.status(202), repository, session);
        exchange.end();
    }

    private void put(Exchange exchange, String repository, UploadSession session, Digest digest)
            throws IOException {
        receive(exchange, repository, session);
        try {
            finish(exchange, repository, session, digest);
        } finally {
            // It has become a blob, or is wrong, or its bytes have gone where it cannot go on.
            session.end();
        }
    }

    /** Takes a chunk, if it is the next one. */
    private void receive(Exchange exchange, String repository, UploadSession session)
            throws IOException {
        long start = session.size();
        Optional<ContentRange> range = exchange.header("Content-Range").map(ContentRange::parse);
        if (range.isPresent()) {
            if (range.get().first() != start) {
                throw misplaced(
                        repository,
                        session,
                        "the chunk starts at "
                                + range.get().first()
                                + ", byte "
                                + start
                                + " is next");
            }
            if (exchange.contentLength() >= 0 && exchange.contentLength() != range.get().length()) {
                throw new ApiException(
                        ErrorCode.SIZE_INVALID,
                        "Content-Range speaks of "
                                + range.get().length()
                                + " bytes, Content-Length of "
                                + exchange.contentLength());
            }
        }
        session.expect(exchange.contentLength());
        receive(exchange, session, start);
        if (range.isPresent() && session.size() - start != range.get().length()) {
            long got = session.size() - start;
            session.truncate(start);
            throw new ApiException(
                    ErrorCode.SIZE_INVALID,
                    "Content-Range speaks of " + range.get().length() + " bytes, " + got + " came");
        }
    }

    /** Takes what comes, unless that makes the blob too large. */
    private void append(Exchange exchange, UploadSession session) throws IOException {
        long before = session.size();
        if (exchange.contentLength() > mostBytes - before) {
            throw tooLarge();
        }
        exchange.body()
                .read(bytes -> {
                    if (bytes.remaining() > mostBytes - session.size()) {
                        throw tooLarge();
                    }
                    session.append(bytes);
                });
    }

    private ApiException tooLarge() {
        return new ApiException(
                        ErrorCode.SIZE_INVALID,
                        413,
                        "the blob is larger than "
                                + mostBytes
                                + " bytes, the most that this registry takes")
                .header("Connection", "close");
    }

    private void receive(Exchange exchange, UploadSession session, long start) throws IOException {
        try {
            append(exchange, session);
        } catch (IOException e) {
            if (FullDisk.isBehind(e)) {
                session.truncate(start); // leaves room to others until the client comes again
            }
            throw e;
        }
    }

    private static ApiException misplaced(
            String repository, UploadSession session, String message) {
        return new ApiException(ErrorCode.RANGE_INVALID, message)
                .header("Location", location(repository, session))
                .header("Range", range(session));
    }

    private void finish(Exchange exchange, String repository, UploadSession session, Digest digest)
            throws IOException {
        Digest actual = session.digest(digest.algorithm());
        if (!actual.equals(digest)) {
            throw new ApiException(
                    ErrorCode.DIGEST_INVALID,
                    "the upload of "
                            + session.size()
                            + " bytes has digest "
                            + actual
                            + ", not "
                            + digest);
        }
        Notice notice = notices.blobPushed(exchange, repository, digest, session.size());
        blobs.add(repository, digest, session, notice);
        created(exchange, repository, digest);
    }

    private static void created(Exchange exchange, String repository, Digest digest)
            throws IOException {
        exchange.status(201)
                .set("Location", "/v2/" + repository + "/blobs/" + digest)
                .set("Docker-Content-Digest", digest.toString())
                .end();
    }

    private static void accepted(Exchange exchange, String repository, UploadSession session) {
        exchange.set("Location", location(repository, session))
                .set("Range", range(session))
                .set("Docker-Upload-UUID", session.id());
    }

    private static String location(String repository, UploadSession session) {
        return "/v2/" + repository + "/blobs/uploads/" + session.id();
    }

    private static String range(UploadSession session) {
        return "0-" + Math.max(0, session.size() - 1);
    }
}
