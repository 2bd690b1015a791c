package dev.cooper.store.archive;

import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The target of coverage-guided fuzzing: whatever the bytes are, loading them as an image archive
 * ends with images that can be read, or an {@link IOException}.
 */
public final class LoadFuzz {
    private static final int ROUNDS = 500;

    private static final LocalStore STORE = fresh();
    private static int rounds;

    private LoadFuzz() {}

    private static LocalStore fresh() {
        try {
            Path memory = Path.of("/dev/shm"); // syncing files there costs nothing
            Path home =
                    Files.isWritable(memory)
                            ? Files.createTempDirectory(memory, "cooper-fuzz-")
                            : Files.createTempDirectory("cooper-fuzz-");
            return LocalStore.open(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Called with each input by the fuzzer. In inputs of an even length all check sums of headers
     * are made right first, so that more is read than headers.
     */
    public static void fuzzerTestOneInput(byte[] given) {
        byte[] input = given.clone();
        for (int at = 0; input.length % 2 == 0 && at + 512 <= input.length; at += 512) {
            seal(input, at);
        }
        try {
            for (LoadedImage image : Load.load(new ByteArrayInputStream(input), STORE)) {
                check(image);
            }
        } catch (IOException e) {
            // the promise: bad input is an IOException and nothing else
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a failure without a message", e);
            }
        }
        try {
            if (++rounds % ROUNDS == 0) {
                STORE.images().forEach(LoadFuzz::remove);
                STORE.collectGarbage();
            }
        } catch (IOException e) {
            throw new AssertionError("the store became unreadable", e);
        }
    }

    /** Makes the check sum of a header right. */
    private static void seal(byte[] tar, int at) {
        byte[] magic = "ustar".getBytes(StandardCharsets.US_ASCII);
        if (!Arrays.equals(tar, at + 257, at + 262, magic, 0, 5)) {
            return;
        }
        Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, at + 148, 8);
    }

    private static void remove(StoredImage image) {
        try {
            STORE.remove(image.descriptor().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(LoadedImage image) {
        try {
            if (STORE.find(image.id().toString()).isEmpty()) {
                throw new AssertionError("a loaded image is not found: " + image);
            }
        } catch (IOException e) {
            throw new AssertionError("a loaded image cannot be read: " + image, e);
        }
    }

    /** Deletes the store that the target uses. */
    static void close() throws IOException {
        try (Stream<Path> files = Files.walk(STORE.home())) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
