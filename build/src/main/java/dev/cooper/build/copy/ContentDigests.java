package dev.cooper.build.copy;

import dev.cooper.build.copy.SelectionDigests.Content;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads what the stat cache does not know: bytes and extended attributes of files. */
final class ContentDigests {
    private static final byte[] NOTHING = new byte[0];

    /** Less than this is read by the caller's thread alone: threads cost more than they bring. */
    private static final long SMALL = 4L << 20;

    private final SourceTree tree;

    ContentDigests(SourceTree tree) {
        this.tree = tree;
    }

    Content[] of(List<SelectedEntry> entries) throws IOException {
        Content[] contents = new Content[entries.size()];
        List<Integer> unknown = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < contents.length; i++) {
            StatCache cache = tree.cache();
            Stat stat = entries.get(i).stat();
            byte[] known = cache == null || !stat.isFile() ? null : cache.lookup(stat);
            if (known != null) {
                contents[i] = new Content(known, Collections.emptySortedMap());
            } else {
                unknown.add(i);
                bytes += stat.isFile() ? stat.size() : 0;
            }
        }
        if (bytes <= SMALL) {
            new Reader(entries, contents, unknown, new AtomicInteger()).run();
        } else {
            readSideBySide(entries, contents, unknown);
        }
        return contents;
    }

    private void readSideBySide(
            List<SelectedEntry> entries, Content[] contents, List<Integer> unknown)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService pool =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("hash-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Reader reader = new Reader(entries, contents, unknown, next);
                running.add(
                        pool.submit(() -> {
                            reader.run();
                            return null;
                        }));
            }
            for (Future<?> future : running) {
                await(future, next);
            }
        }
    }

    private static void await(Future<?> future, AtomicInteger next) throws IOException {
        try {
            future.get();
        } catch (InterruptedException e) {
            next.set(Integer.MAX_VALUE / 2);
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while reading the sources");
        } catch (ExecutionException e) {
            next.set(Integer.MAX_VALUE / 2);
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Takes one unknown file after another until none is left. */
    private final class Reader {
        private final List<SelectedEntry> entries;
        private final Content[] contents;
        private final List<Integer> unknown;
        private final AtomicInteger next;
        private final byte[] buffer = new byte[256 * 1024];

        Reader(
                List<SelectedEntry> entries,
                Content[] contents,
                List<Integer> unknown,
                AtomicInteger next) {
            this.entries = entries;
            this.contents = contents;
            this.unknown = unknown;
            this.next = next;
        }

        /** Neighbours mostly share their directory, which is opened once for a row of them. */
        void run() throws IOException {
            String open = "";
            Directory directory = tree.root().resolve(open);
            try {
                for (int i = next.getAndIncrement();
                        i < unknown.size();
                        i = next.getAndIncrement()) {
                    int index = unknown.get(i);
                    SelectedEntry entry = entries.get(index);
                    String parent = RootPath.parentOf(entry.path());
                    if (!parent.equals(open)) {
                        directory.close();
                        directory = tree.root().resolve(parent);
                        open = parent;
                    }
                    contents[index] = read(directory, entry);
                }
            } finally {
                directory.close();
            }
        }

        private Content read(Directory directory, SelectedEntry entry) throws IOException {
            String name = RootPath.nameOf(entry.path());
            Stat stat = entry.stat();
            if (!stat.isFile()) {
                return new Content(NOTHING, SourceTree.xattrs(directory, name));
            }
            Instant before = Instant.now();
            SortedMap<String, byte[]> xattrs = SourceTree.xattrs(directory, name);
            byte[] raw = hash(directory, name);
            if (!StatCache.same(stat, directory.stat(name))) {
                throw TreeWalk.changed(entry.path());
            }
            StatCache cache = tree.cache();
            if (cache != null && xattrs.isEmpty()) {
                cache.record(stat, raw, before);
            }
            return new Content(raw, xattrs);
        }

        private byte[] hash(Directory directory, String name) throws IOException {
            MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
            try (InputStream in = directory.read(name)) {
                int n = in.read(buffer);
                while (n > 0) {
                    digest.update(buffer, 0, n);
                    n = in.read(buffer);
                }
            }
            return digest.digest();
        }
    }
}
