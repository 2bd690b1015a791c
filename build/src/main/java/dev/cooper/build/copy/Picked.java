package dev.cooper.build.copy;

import java.util.List;

/** What one source of a COPY or ADD came to. */
sealed interface Picked {
    /** What its name is when the destination is a directory; empty for a directory's content. */
    String name();

    /**
     * Files of a tree.
     *
     * @param shape how they relate to the destination
     * @param name what a single file is called
     * @param entries in an order in which a directory stands before what it holds
     */
    record Files(SourceTree tree, Shape shape, String name, List<SelectedEntry> entries)
            implements Picked {
        /** Copies the list. */
        public Files {
            entries = List.copyOf(entries);
        }
    }

    /** A file written in the Dockerfile. */
    record Inline(String name, Bytes content) implements Picked {}

    /** A file fetched from somewhere. */
    record Download(HttpSource.Download file) implements Picked {
        @Override
        public String name() {
            return file.name();
        }
    }

    /** How selected files relate to the destination. */
    enum Shape {
        /** One file, of any type but directory. */
        SINGLE,
        /** What a directory holds. */
        CONTENT,
        /** Files with their parents ({@code --parents}). */
        WITH_PARENTS
    }

    /** Content in memory that compares by value. */
    final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] toArray() {
            return bytes.clone();
        }

        int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && java.util.Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }
    }
}
