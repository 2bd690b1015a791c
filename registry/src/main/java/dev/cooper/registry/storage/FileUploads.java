package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Uploads in files. Those with more than a few bytes survive a restart of the server. */
final class FileUploads implements Uploads {
    private static final int MOST = 100_000;

    private final FileObjects objects;
    private final Duration expiry;
    private final Map<String, FileUpload> sessions = new ConcurrentHashMap<>();

    FileUploads(FileObjects objects, Duration expiry) {
        this.objects = objects;
        this.expiry = expiry;
    }

    @Override
    public UploadSession start(String repository, Digest.Algorithm algorithm) {
        if (sessions.size() >= MOST) {
            throw new ApiException(
                            ErrorCode.TOOMANYREQUESTS,
                            "too many uploads are open; finish or cancel some")
                    .header("Retry-After", "60");
        }
        FileUpload session = new FileUpload(this, UploadId.make(repository), objects, algorithm);
        session.lock().lock();
        sessions.put(session.id(), session);
        return session;
    }

    @Override
    public UploadSession take(String repository, String id) throws IOException {
        UploadId.check(id, repository);
        FileUpload session = sessions.get(id);
        if (session == null) {
            if (!Files.exists(objects.uploads().resolve(id))) {
                throw UploadId.unknown(id);
            }
            FileUpload resumed = FileUpload.resume(this, id, objects);
            FileUpload other = sessions.putIfAbsent(id, resumed);
            session = other == null ? resumed : other;
        }
        session.lock().lock();
        if (session.isOver()) {
            session.lock().unlock();
            throw UploadId.unknown(id);
        }
        return session;
    }

    /** Forgets an upload that has ended. */
    void forget(FileUpload session) {
        sessions.remove(session.id());
    }

    @Override
    public long count() throws IOException {
        long inMemory = sessions.values().stream().filter(each -> !each.isOnDisk()).count();
        try (Stream<Path> files = Files.list(objects.uploads())) {
            return inMemory + files.count();
        }
    }

    @Override
    public void expire() throws IOException {
        for (FileUpload session : sessions.values()) {
            long limit =
                    session.isOnDisk() ? expiry.toSeconds() : Math.min(3600, expiry.toSeconds());
            if (session.idleSeconds() > limit && session.lock().tryLock()) {
                try (session) {
                    session.end();
                }
            }
        }
        Instant oldest = Instant.now().minus(expiry);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(objects.uploads())) {
            for (Path file : files) {
                if (!sessions.containsKey(String.valueOf(file.getFileName()))
                        && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
