package dev.cooper.registry.operations;

import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Times what a registry does with its database and objects, as metrics and as parts of traces. */
final class WatchedStorage {
    private WatchedStorage() {}

    /**
     * Watches a storage.
     *
     * @param metrics what is counted in, if anything
     */
    static Storage of(Storage storage, @Nullable Metrics metrics, Traces traces) {
        return new Storage(
                new WatchedDatabase(storage.database(), metrics, traces),
                new WatchedObjects(storage.objects(), metrics, traces),
                storage.uploads());
    }

    /** Something that takes time, and may throw. */
    private interface Action<T, E extends Exception> {
        T run() throws E;
    }

    private record WatchedDatabase(Database inner, @Nullable Metrics metrics, Traces traces)
            implements Database {
        @Override
        public <T> T read(Work<T> work) throws IOException {
            return watch("read", () -> inner.read(work));
        }

        @Override
        public <T> T write(Work<T> work) throws IOException {
            return watch("write", () -> inner.write(work));
        }

        private <T> T watch(String kind, Action<T, IOException> action) throws IOException {
            long begin = System.nanoTime();
            try (Span span = traces.part("database " + kind)) {
                span.set("db.system.name", inner.system());
                return noting(span, action);
            } finally {
                if (metrics != null) {
                    metrics.used(kind, System.nanoTime() - begin);
                }
            }
        }

        @Override
        public String system() {
            return inner.system();
        }

        @Override
        public long waiting() {
            return inner.waiting();
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }

    private static <T, E extends Exception> T noting(Span span, Action<T, E> action) throws E {
        try {
            return action.run();
        } catch (Exception e) {
            if (e instanceof IOException) {
                span.failed(e); // others are refusals of what the client wants
            }
            throw e;
        }
    }

    private record WatchedObjects(Objects inner, @Nullable Metrics metrics, Traces traces)
            implements Objects {
        private <T, E extends Exception> T watch(String name, Action<T, E> action) throws E {
            long begin = System.nanoTime();
            try (Span span = traces.part("storage " + name)) {
                span.set("io.cncf.distribution.storage.driver.name", inner.driver());
                return noting(span, action);
            } finally {
                if (metrics != null) {
                    metrics.stored(inner.driver(), name, System.nanoTime() - begin);
                }
            }
        }

        @Override
        public String adopt(Path file) throws IOException {
            return watch("Move", () -> inner.adopt(file));
        }

        @Override
        public ReadableByteChannel open(String key, long size, long from, long length)
                throws IOException {
            return watch("Reader", () -> inner.open(key, size, from, length));
        }

        @Override
        public Optional<URI> address(String key) {
            return watch("RedirectURL", () -> inner.address(key));
        }

        @Override
        public boolean isWhole(String key, long size) throws IOException {
            return watch("Stat", () -> inner.isWhole(key, size));
        }

        @Override
        public void delete(@Nullable String key) throws IOException {
            watch(
                    "Delete",
                    () -> {
                        inner.delete(key);
                        return true;
                    });
        }

        @Override
        public void list(Instant before, Keys keys) throws IOException {
            watch(
                    "List",
                    () -> {
                        inner.list(before, keys);
                        return true;
                    });
        }

        @Override
        public String driver() {
            return inner.driver();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
