package dev.cooper.scan.advisory;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the files of a database are: {@code index.json} is the newest state, {@code states/} has it
 * and those before it, {@code chunks/} has what they are made of.
 *
 * <p>Readers need no lock: a state is whole before it is named, what they have mapped stays theirs,
 * and what the state before the newest is made of stays, too. Writers take turns.
 */
public final class DatabaseFiles {
    private static final int LARGEST_INDEX = 32 << 20;

    private final Path directory;

    /** Those of a directory, which need not be there yet. */
    public DatabaseFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path index() {
        return directory.resolve("index.json");
    }

    /** Where a chunk is, or would be. */
    public Path chunk(Digest digest) {
        return directory.resolve("chunks").resolve(digest.hex());
    }

    /** A new file beside the chunks, on the same file system. */
    public Path temporary() throws IOException {
        Path place = Files.createDirectories(temporaries());
        Files.createDirectories(directory.resolve("chunks"));
        return Files.createTempFile(place, "chunk", "");
    }

    /** Whether there is a database. */
    public boolean exists() {
        return Files.isRegularFile(index());
    }

    byte[] readIndex() throws IOException {
        try {
            return read(index());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no advisory database in " + directory, e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_INDEX + 1);
            if (bytes.length > LARGEST_INDEX) {
                throw new IOException(file + " is larger than any index of an advisory database");
            }
            return bytes;
        }
    }

    /** The newest of the kept states that are not newer than a time. */
    byte[] readState(Instant asOf) throws IOException {
        byte[] best = new byte[0];
        Instant bestTime = Instant.MIN;
        for (Path file : states()) {
            byte[] bytes = read(file);
            Instant time = DatabaseState.parse(bytes, file.toString()).asOf();
            if (!time.isAfter(asOf) && time.isAfter(bestTime)) {
                best = bytes;
                bestTime = time;
            }
        }
        if (best.length == 0) {
            throw new IOException(
                    "no state of the advisory database in "
                            + directory
                            + " is as old as "
                            + asOf
                            + "; \"cooper db status\" lists those that are kept");
        }
        return best;
    }

    /** All kept states, the newest first. */
    public List<DatabaseState> list() throws IOException {
        List<DatabaseState> states = new ArrayList<>();
        for (Path file : states()) {
            states.add(DatabaseState.parse(read(file), file.toString()));
        }
        states.sort(Comparator.comparing(DatabaseState::asOf).reversed());
        return states;
    }

    private List<Path> states() throws IOException {
        List<Path> files = new ArrayList<>();
        Path place = directory.resolve("states");
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(place, "*.json")) {
                all.forEach(files::add);
            }
        }
        files.sort(null);
        return files;
    }

    /** Whether another process keeps writers out at the moment. */
    public boolean isBeingWritten() throws IOException {
        Path file = directory.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** Keeps other writers out until it is closed, and removes what killed ones have left. */
    public FileLock lock() throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.lock();
            removeLeftovers();
            return lock;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("the advisory database in " + directory + " is being written", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Path temporaries() {
        return directory.resolve("tmp");
    }

    /** Those who push need no lock: what is younger than a day may be theirs. */
    private void removeLeftovers() throws IOException {
        if (!Files.isDirectory(temporaries())) {
            return;
        }
        Instant old = Instant.now().minus(Duration.ofDays(1));
        List<Path> leftovers;
        try (Stream<Path> all = Files.walk(temporaries())) {
            leftovers = all.filter(Files::isRegularFile).toList();
        }
        for (Path each : leftovers) {
            if (Files.getLastModifiedTime(each).toInstant().isBefore(old)) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Gives a finished chunk its name. */
    public void keep(Path temporary, Digest digest) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, chunk(digest), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes a state, all of whose chunks are here, the newest.
     *
     * @param keep how many states stay, at least 1
     */
    public void publish(byte[] state, int keep) throws IOException {
        DatabaseState parsed = DatabaseState.parse(state, "the new state");
        for (DatabaseState.Chunk chunk : parsed.chunks()) {
            if (!Files.isRegularFile(chunk(chunk.digest()))) {
                throw new SyntaxException("the new state lacks its chunk " + chunk.name());
            }
        }
        String name = "" + parsed.asOf().getEpochSecond() + "-" + Digest.sha256(state).shortHex();
        Path kept = Files.createDirectories(directory.resolve("states")).resolve(name + ".json");
        replace(kept, state);
        if (exists()) {
            replace(before(), readIndex());
        }
        replace(index(), state);
        removeOld(kept, keep);
    }

    private Path before() {
        return directory.resolve("before.json");
    }

    private void replace(Path file, byte[] content) throws IOException {
        Path temporary = temporary();
        Files.write(temporary, content);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void removeOld(Path newest, int keep) throws IOException {
        List<Path> older = new ArrayList<>(states());
        older.remove(newest);
        older.sort(Comparator.comparingLong(DatabaseFiles::seconds).reversed());
        for (int i = Math.max(keep, 1) - 1; i < older.size(); i++) {
            Files.delete(older.get(i));
        }
        List<Path> kept = new ArrayList<>(states());
        if (Files.exists(before())) {
            kept.add(before());
        }
        Set<String> needed = new HashSet<>();
        for (Path file : kept) {
            DatabaseState state = DatabaseState.parse(read(file), file.toString());
            state.chunks().forEach(chunk -> needed.add(chunk.digest().hex()));
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory.resolve("chunks"))) {
            for (Path file : all) {
                if (!needed.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private static long seconds(Path state) {
        String name = state.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, Math.max(0, name.indexOf('-', 1))));
        } catch (NumberFormatException e) {
            return Long.MIN_VALUE;
        }
    }
}
