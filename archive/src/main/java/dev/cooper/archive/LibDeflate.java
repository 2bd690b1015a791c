package dev.cooper.archive;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/**
 * One compressor of libdeflate, the library that the aircompressor jar carries. Cooper binds it
 * itself: the jar's own loader leaves a file in the temporary directory whenever the process ends
 * in another way than by {@link System#exit}, and binds all of the library.
 */
final class LibDeflate implements RawDeflate {
    static final String NAME = "libdeflate of aircompressor-v3 3.8";

    private final MethodHandle compress;
    private final long compressor;
    private Room in = new Room(0);
    private Room out = new Room(0);

    private LibDeflate(Library library, int level) {
        this.compress = library.compress;
        this.compressor = library.allocate(level);
    }

    /** Whether there is a library for this kind of machine in the jar; loads nothing. */
    static boolean isExpected() {
        return Library.resource() != null;
    }

    /** Whether the library could be loaded; the first call tries. */
    static boolean isLoaded() {
        return Loaded.LIBRARY != null;
    }

    /** A compressor; its memory lives as long as the process, like the pool that uses it. */
    static LibDeflate ofLevel(int level) {
        Library library = Loaded.LIBRARY;
        if (library == null) {
            throw new IllegalStateException("libdeflate is not loaded");
        }
        return new LibDeflate(library, level);
    }

    @Override
    public int compress(byte[] source, int from, int length, byte[] target, int at, int room) {
        in = atLeast(in, length);
        out = atLeast(out, room);
        in.bytes.put(0, source, from, length);
        long n;
        try {
            n =
                    (long)
                            compress.invokeExact(
                                    compressor,
                                    in.segment.address(),
                                    (long) length,
                                    out.segment.address(),
                                    (long) room);
        } catch (Throwable t) {
            throw new AssertionError("libdeflate cannot throw", t);
        }
        if (n <= 0) {
            throw new IllegalStateException("deflate needs more than " + room + " bytes");
        }
        out.bytes.get(0, target, at, (int) n);
        return (int) n;
    }

    /** Chunks have one size, so this grows once or twice in a process. */
    private static Room atLeast(Room room, int size) {
        return room.bytes.capacity() >= size ? room : new Room(size);
    }

    /** Native memory, read and written as a buffer: a segment's own way starts more slowly. */
    private static final class Room {
        final MemorySegment segment;
        final ByteBuffer bytes;

        Room(int size) {
            segment = Arena.ofAuto().allocate(size, 64);
            bytes = segment.asByteBuffer();
        }
    }

    private static final class Loaded {
        static final @Nullable Library LIBRARY = Library.load();
    }

    /** All functions are bound by one signature, because a second one costs 10 ms more. */
    private static final class Library {
        private static final int CLOSE_ON_EXEC = 1;

        private static final FunctionDescriptor FIVE_WORDS =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG);

        final MethodHandle compress;
        private final MethodHandle allocate;

        private Library(SymbolLookup symbols) {
            this.allocate = bind(symbols, "libdeflate_alloc_compressor");
            this.compress = bind(symbols, "libdeflate_deflate_compress");
        }

        private static MethodHandle bind(SymbolLookup symbols, String function) {
            return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function), FIVE_WORDS);
        }

        /** Takes one argument; the other registers are not looked at. */
        long allocate(int level) {
            long compressor = call(allocate, level, 0);
            if (compressor == 0) {
                throw new OutOfMemoryError("no memory for a compressor of level " + level);
            }
            return compressor;
        }

        static @Nullable String resource() {
            if (!"Linux".equals(System.getProperty("os.name"))) {
                return null;
            }
            return switch (System.getProperty("os.arch", "")) {
                case "amd64" -> "/aircompressor/linux-amd64/libdeflate.so";
                case "aarch64" -> "/aircompressor/linux-aarch64/libdeflate.so";
                default -> null;
            };
        }

        /** Null where the library does not fit the machine or must not be loaded. */
        static @Nullable Library load() {
            String resource = resource();
            if (resource == null) {
                return null;
            }
            try (InputStream bytes = LibDeflate.class.getResourceAsStream(resource)) {
                return bytes == null ? null : load(bytes);
            } catch (IOException | IllegalArgumentException | NoSuchElementException e) {
                return null;
            }
        }

        /**
         * Loads from a file in memory: it needs no directory that allows execution, and a process
         * that is killed leaves nothing behind.
         */
        private static Library load(InputStream bytes) throws IOException {
            MethodHandle create = bind(Linker.nativeLinker().defaultLookup(), "memfd_create");
            MethodHandle close = bind(Linker.nativeLinker().defaultLookup(), "close");
            MemorySegment name = Arena.global().allocate(16);
            name.asByteBuffer().put("libdeflate".getBytes(StandardCharsets.UTF_8));
            int fd = (int) call(create, name.address(), CLOSE_ON_EXEC);
            if (fd < 0) {
                throw new IOException("no file in memory");
            }
            try {
                String file = "/proc/self/fd/" + fd;
                try (OutputStream out = Files.newOutputStream(Path.of(file))) {
                    bytes.transferTo(out);
                }
                // By name: as a path it would be resolved, and the file has none.
                return new Library(SymbolLookup.libraryLookup(file, Arena.global()));
            } finally {
                call(close, fd, 0);
            }
        }

        private static long call(MethodHandle function, long first, long second) {
            try {
                return (long) function.invokeExact(first, second, 0L, 0L, 0L);
            } catch (Throwable t) {
                throw new AssertionError("a function of the C library cannot throw", t);
            }
        }
    }
}
