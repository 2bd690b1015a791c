package dev.cooper.transfer;

import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notes of uploads under way, so that a later process goes on with what an earlier one began. They
 * only save work: where they cannot be kept, uploads begin anew.
 */
final class SavedSessions {
    private static final Duration MAX_AGE = Duration.ofDays(7);
    private static final int MAX_LENGTH = 16 << 10;

    private final Path directory;

    SavedSessions(Path directory) {
        this.directory = directory;
    }

    static SavedSessions ofEnvironment(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path base = state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
        return new SavedSessions(base.resolve("cooper/uploads"));
    }

    /** Takes the note of one upload for this process; empty ones when another process has it. */
    Saved claim(String key) {
        String name = Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).hex();
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(name);
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.READ,
                                    StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return new Saved(null, null);
            }
            return new Saved(file, channel); // closing it gives the lock back
        } catch (IOException e) {
            return new Saved(null, null);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process
        }
    }

    /** The note of one upload. */
    static final class Saved implements AutoCloseable {
        private final @Nullable Path file;
        private final @Nullable FileChannel channel;
        private boolean useful;

        Saved(@Nullable Path file, @Nullable FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        /** Where the earlier session is. */
        Optional<URI> location() {
            if (file == null || channel == null) {
                return Optional.empty();
            }
            try {
                Instant oldest = Instant.now().minus(MAX_AGE);
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
                ByteBuffer buffer = ByteBuffer.allocate(MAX_LENGTH);
                channel.read(buffer, 0);
                String text =
                        new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
                if (old || text.isBlank()) {
                    return Optional.empty();
                }
                useful = true;
                return Optional.of(URI.create(text.strip()));
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        void keep(URI location) {
            if (channel == null) {
                return;
            }
            try {
                channel.truncate(0);
                channel.write(
                        ByteBuffer.wrap(location.toString().getBytes(StandardCharsets.UTF_8)), 0);
                useful = true;
            } catch (IOException e) {
                useful = false;
            }
        }

        void forget() {
            useful = false;
        }

        @Override
        public void close() {
            try {
                if (!useful && file != null) {
                    Files.deleteIfExists(file);
                }
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // the note is only a help
            }
        }
    }
}
