package dev.cooper.registry;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads under way. Those with more than a few bytes survive a restart of the server. */
final class Uploads {
    private static final int ID_LENGTH = 32 + 1 + 16;
    private static final int MOST = 100_000;

    private final Path directory;
    private final Duration expiry;
    private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();

    Uploads(Path directory, Duration expiry) {
        this.directory = directory;
        this.expiry = expiry;
    }

    UploadSession start(String repository, Digest.Algorithm algorithm) {
        if (sessions.size() >= MOST) {
            throw new ApiException(
                            ErrorCode.TOOMANYREQUESTS,
                            "too many uploads are open; finish or cancel some")
                    .header("Retry-After", "60");
        }
        String id = UUID.randomUUID().toString().replace("-", "") + "-" + mark(repository);
        UploadSession session = new UploadSession(id, directory.resolve(id), algorithm);
        sessions.put(id, session);
        return session;
    }

    /**
     * Finds an upload; the caller has its lock and must give it back.
     *
     * @throws ApiException when this repository has none of that name
     */
    UploadSession lock(String repository, String id) throws IOException {
        if (!isId(id) || !id.endsWith("-" + mark(repository))) {
            throw unknown(id);
        }
        UploadSession session = sessions.get(id);
        if (session == null) {
            Path file = directory.resolve(id);
            if (!Files.exists(file)) {
                throw unknown(id);
            }
            UploadSession resumed = UploadSession.resume(id, file);
            UploadSession other = sessions.putIfAbsent(id, resumed);
            session = other == null ? resumed : other;
        }
        session.lock().lock();
        if (session.isOver()) {
            session.lock().unlock();
            throw unknown(id);
        }
        return session;
    }

    private static ApiException unknown(String id) {
        return new ApiException(
                ErrorCode.BLOB_UPLOAD_UNKNOWN,
                "no upload " + Names.excerpt(id) + " is open in this repository; start a new one");
    }

    /** Ends an upload, whose lock the caller has. */
    void end(UploadSession session) throws IOException {
        session.end();
        sessions.remove(session.id());
    }

    /** Drops uploads that nobody has gone on with for long. */
    void expire() throws IOException {
        for (UploadSession session : sessions.values()) {
            long limit =
                    session.isOnDisk() ? expiry.toSeconds() : Math.min(3600, expiry.toSeconds());
            if (session.idleSeconds() > limit && session.lock().tryLock()) {
                try {
                    end(session);
                } finally {
                    session.lock().unlock();
                }
            }
        }
        Instant oldest = Instant.now().minus(expiry);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!sessions.containsKey(String.valueOf(file.getFileName()))
                        && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isId(String id) {
        if (id.length() != ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            char c = id.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (i == 32 ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }

    /** Ties the name of an upload to its repository. */
    private static String mark(String repository) {
        return Digest.sha256(repository.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
}
