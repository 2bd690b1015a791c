package dev.cooper.scan.advisory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts more keys and values than fit into memory: what is too much goes into sorted files, which
 * are merged at the end. Values of the same key are in the order of their bytes, whatever order
 * they came in, and equal ones come once.
 */
public final class SpillSorter implements AutoCloseable {
    /** Takes a key and all its values. */
    public interface GroupConsumer {
        /** Takes one. */
        void accept(byte[] key, List<byte[]> values) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by ORDER only
    private record Pair(byte[] key, byte[] value) {
        int size() {
            // Two arrays, a record and a place in a list.
            return key.length + value.length + 72;
        }
    }

    private static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::key, Arrays::compareUnsigned)
                    .thenComparing(Pair::value, Arrays::compareUnsigned);

    private static final int BUFFER = 1 << 16;

    private final Path directory;
    private final int memory;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();
    private long held;

    /**
     * Sorts with little memory.
     *
     * @param directory where the files go
     * @param memory how many bytes are held before a file is written
     */
    public SpillSorter(Path directory, int memory) {
        this.directory = directory;
        this.memory = memory;
    }

    /** Takes a key and one of its values. */
    public void add(byte[] key, byte[] value) throws IOException {
        Pair pair = new Pair(key, value);
        pairs.add(pair);
        held += pair.size();
        if (held > memory) {
            spill();
        }
    }

    private void spill() throws IOException {
        pairs.sort(ORDER);
        Path run = Files.createTempFile(directory, "run", "");
        runs.add(run);
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(run), BUFFER))) {
            for (Pair pair : pairs) {
                out.writeInt(pair.key.length);
                out.write(pair.key);
                out.writeInt(pair.value.length);
                out.write(pair.value);
            }
        }
        pairs.clear();
        held = 0;
    }

    /** A sorted file, at one of its pairs. */
    private static final class Run implements AutoCloseable {
        private final DataInputStream in;
        private Pair current = new Pair(new byte[0], new byte[0]);

        Run(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        Pair current() {
            return current;
        }

        boolean advance() throws IOException {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException e) {
                return false;
            }
            byte[] key = in.readNBytes(length);
            current = new Pair(key, in.readNBytes(in.readInt()));
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Hands out everything in the order of the keys' bytes. */
    public void forEachGroup(GroupConsumer each) throws IOException {
        Groups groups = new Groups(each);
        if (runs.isEmpty()) {
            pairs.sort(ORDER);
            for (Pair pair : pairs) {
                groups.add(pair);
            }
        } else {
            spill();
            merge(groups);
        }
        groups.end();
    }

    private void merge(Groups groups) throws IOException {
        List<Run> open = new ArrayList<>();
        try {
            PriorityQueue<Run> queue =
                    new PriorityQueue<>(Comparator.comparing(Run::current, ORDER));
            for (Path file : runs) {
                Run run = new Run(file);
                open.add(run);
                if (run.advance()) {
                    queue.add(run);
                }
            }
            while (!queue.isEmpty()) {
                Run least = queue.remove();
                groups.add(least.current());
                if (least.advance()) {
                    queue.add(least);
                }
            }
        } finally {
            for (Run run : open) {
                run.close();
            }
        }
    }

    /** Collects the values of a key until another comes. */
    private static final class Groups {
        private final GroupConsumer each;
        private final List<byte[]> values = new ArrayList<>();
        private byte[] key = new byte[0];

        Groups(GroupConsumer each) {
            this.each = each;
        }

        void add(Pair pair) throws IOException {
            if (!values.isEmpty() && !Arrays.equals(key, pair.key)) {
                end();
            }
            key = pair.key;
            if (values.isEmpty() || !Arrays.equals(values.getLast(), pair.value)) {
                values.add(pair.value);
            }
        }

        void end() throws IOException {
            if (!values.isEmpty()) {
                each.accept(key, List.copyOf(values));
                values.clear();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
    }
}
