package dev.cooper.base;

import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Files fetched from archives, kept below one directory: {@code sha256/} by digest, {@code index/}
 * by address for those whose digest nobody vouches for. A file named by a digest is hashed each
 * time before it is handed out. A transfer that breaks off goes on where it stopped, in this
 * process or in a later one. Several processes may share the directory.
 */
final class Downloads {
    /**
     * A file that is wanted.
     *
     * @param uris where to ask for it, the best place first
     * @param digest its SHA-256
     * @param size its size in bytes
     * @param label what to call it in messages
     */
    record Wanted(List<URI> uris, Digest digest, long size, String label) {
        Wanted {
            uris = List.copyOf(uris);
        }
    }

    /**
     * A file whose digest is not known.
     *
     * @param content its bytes
     * @param stale whether the archive could not be asked and this is what it said before
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Index(byte[] content, boolean stale) {}

    private static final int PARALLEL = 8;
    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 500;

    private final Path directory;
    private final Fetcher fetcher;
    private final BaseProgress progress;

    /**
     * Makes downloads.
     *
     * @param directory where files are kept; made when it is not there
     * @param fetcher opens the addresses
     * @param progress hears of bytes
     */
    Downloads(Path directory, Fetcher fetcher, BaseProgress progress) throws IOException {
        this.directory = directory;
        this.fetcher = fetcher;
        this.progress = progress;
        Files.createDirectories(directory.resolve("sha256"));
        Files.createDirectories(directory.resolve("index"));
    }

    /** Returns how many bytes of some files are not here yet. */
    long missing(List<Wanted> files) throws IOException {
        long bytes = 0;
        for (Wanted file : files) {
            Path path = path(file);
            if (!Files.exists(path) || Files.size(path) != file.size()) {
                bytes += file.size();
            }
        }
        return bytes;
    }

    /**
     * Fetches files, several at a time; the first failure ends all. Paths are in the same order.
     */
    List<Path> fetchAll(List<Wanted> files) throws IOException, InterruptedException {
        Map<Digest, Wanted> once = new LinkedHashMap<>();
        files.forEach(file -> once.putIfAbsent(file.digest(), file));
        List<Callable<Path>> work = new ArrayList<>();
        once.values().forEach(file -> work.add(() -> fetch(file)));
        Parallel.all(work, PARALLEL);
        return files.stream().map(this::path).toList();
    }

    /** Returns the path of a file, fetched when it is not here, with the wanted digest. */
    Path fetch(Wanted file) throws IOException, InterruptedException {
        Path path = path(file);
        if (isWhole(path, file)) {
            return path;
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try (FileChannel channel =
                        FileChannel.open(
                                part,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && isWhole(path, file)) {
                Files.deleteIfExists(part);
                return path; // another process was quicker
            }
            transfer(file, channel);
            Files.move(
                    part,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return path;
    }

    private void transfer(Wanted file, FileChannel channel)
            throws IOException, InterruptedException {
        IOException last = null;
        boolean resumed = channel.size() > 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pause(attempt);
            for (URI uri : file.uris()) {
                try {
                    receive(file, uri, channel);
                    Digest found = digest(channel);
                    if (found.equals(file.digest())) {
                        channel.force(false);
                        return;
                    }
                    channel.truncate(0);
                    last = mismatch(file, uri, found);
                    if (resumed) { // what was here before may be what is wrong
                        resumed = false;
                        break;
                    }
                } catch (RefusedException e) {
                    last = e;
                    if (!e.isTemporary()) {
                        throw new IOException(
                                "downloading " + file.label() + ": " + e.getMessage(), e);
                    }
                } catch (IOException e) {
                    last = better(last, e);
                }
            }
            if (last instanceof MissingFileException) {
                break;
            }
        }
        throw new IOException(
                "downloading "
                        + file.label()
                        + ": "
                        + (last == null ? "no address to ask" : last.getMessage()),
                last);
    }

    /** Of the reasons of several addresses, "not there" says least. */
    private static IOException better(@Nullable IOException known, IOException found) {
        return known != null && found instanceof MissingFileException ? known : found;
    }

    private static IOException mismatch(Wanted file, URI uri, Digest found) {
        return new IOException(
                "digest mismatch: the signed index wants "
                        + file.digest()
                        + ", "
                        + Fetcher.redacted(uri)
                        + " has "
                        + found);
    }

    private void receive(Wanted file, URI uri, FileChannel channel)
            throws IOException, InterruptedException {
        if (channel.size() > file.size()) {
            channel.truncate(0);
        }
        if (channel.size() == file.size()) {
            return;
        }
        try (Fetcher.Answer answer = fetcher.open(uri, channel.size(), null)) {
            if (answer.status() != 206) {
                channel.truncate(0);
            }
            channel.position(channel.size());
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = answer.body().read(buffer)) >= 0) {
                if (channel.position() + count > file.size()) {
                    channel.truncate(0);
                    throw new IOException(
                            Fetcher.redacted(uri)
                                    + " is larger than the "
                                    + file.size()
                                    + " bytes listed");
                }
                channel.write(ByteBuffer.wrap(buffer, 0, count));
                progress.transferred(count);
            }
        }
        if (channel.size() < file.size()) {
            throw new IOException(
                    Fetcher.redacted(uri)
                            + " ended after "
                            + channel.size()
                            + " of "
                            + file.size()
                            + " bytes");
        }
    }

    private static void pause(int attempt) throws InterruptedException {
        if (attempt > 0) {
            Thread.sleep(FIRST_PAUSE_MILLIS << (attempt - 1));
        }
    }

    private static boolean isWhole(Path path, Wanted file) throws IOException {
        if (!Files.exists(path) || Files.size(path) != file.size()) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return digest(channel).equals(file.digest());
        }
    }

    private static Digest digest(FileChannel channel) throws IOException {
        MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
        channel.position(0);
        while (channel.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return Digest.of(Digest.Algorithm.SHA256, digest.digest());
    }

    private Path path(Wanted file) {
        return directory.resolve("sha256").resolve(file.digest().hex());
    }

    /**
     * Fetches a file that only its signature vouches for. The archive is asked each time; when it
     * cannot be reached, what it said last time is returned.
     *
     * @param uri where it is
     * @param limit the largest size in bytes that makes sense
     * @throws MissingFileException when the archive has no such file
     */
    Index fetchIndex(URI uri, long limit) throws IOException, InterruptedException {
        String name = Digest.sha256(uri.toString().getBytes(StandardCharsets.UTF_8)).hex();
        Path path = directory.resolve("index").resolve(name);
        Path tagFile = directory.resolve("index").resolve(name + ".tag");
        Path missing = directory.resolve("index").resolve(name + ".missing");
        boolean known = Files.exists(path);
        String tag = known && Files.exists(tagFile) ? Files.readString(tagFile) : null;
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pause(attempt);
            try (Fetcher.Answer answer = fetcher.open(uri, 0, tag)) {
                if (answer.status() == 304) {
                    return new Index(Files.readAllBytes(path), false);
                }
                byte[] content = readBounded(answer.body(), uri, limit);
                replace(path, content);
                replace(tagFile, answer.tag().getBytes(StandardCharsets.UTF_8));
                Files.deleteIfExists(missing);
                return new Index(content, false);
            } catch (MissingFileException e) {
                Files.write(missing, new byte[0]);
                throw e;
            } catch (RefusedException e) {
                last = e;
                if (!e.isTemporary()) {
                    break;
                }
            } catch (IOException e) {
                last = e;
            }
            if ((known || Files.exists(missing)) && attempt > 0) {
                break; // there is something to go on with: no long wait
            }
        }
        if (known) {
            return new Index(Files.readAllBytes(path), true);
        }
        if (Files.exists(missing)) {
            throw new MissingFileException(Fetcher.redacted(uri) + " was not there before");
        }
        throw new IOException(
                "downloading "
                        + Fetcher.redacted(uri)
                        + ": "
                        + (last == null ? "no answer" : last.getMessage()),
                last);
    }

    /** Forgets an index, so that a bad one is not offered again when the archive is away. */
    void forgetIndex(URI uri) throws IOException {
        String name = Digest.sha256(uri.toString().getBytes(StandardCharsets.UTF_8)).hex();
        Files.deleteIfExists(directory.resolve("index").resolve(name + ".tag"));
        Files.deleteIfExists(directory.resolve("index").resolve(name));
    }

    private byte[] readBounded(InputStream in, URI uri, long limit) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            if (content.size() + count > limit) {
                throw new IOException(
                        Fetcher.redacted(uri) + " is larger than the limit of " + limit + " bytes");
            }
            content.write(buffer, 0, count);
            progress.transferred(count);
        }
        return content.toByteArray();
    }

    private static void replace(Path path, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(path.getParent(), "new", "");
        Files.write(fresh, content);
        Files.move(
                fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
