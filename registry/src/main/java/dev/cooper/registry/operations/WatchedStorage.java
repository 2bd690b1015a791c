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

/** Times what a registry does with its database and objects. */
final class WatchedStorage {
    private WatchedStorage() {}

    static Storage of(Storage storage, String driver, Metrics metrics) {
        return new Storage(
                new WatchedDatabase(storage.database(), metrics),
                new WatchedObjects(storage.objects(), driver, metrics),
                storage.uploads());
    }

    private record WatchedDatabase(Database inner, Metrics metrics) implements Database {
        @Override
        public <T> T read(Work<T> work) throws IOException {
            long begin = System.nanoTime();
            try {
                return inner.read(work);
            } finally {
                metrics.used("read", System.nanoTime() - begin);
            }
        }

        @Override
        public <T> T write(Work<T> work) throws IOException {
            long begin = System.nanoTime();
            try {
                return inner.write(work);
            } finally {
                metrics.used("write", System.nanoTime() - begin);
            }
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

    private record WatchedObjects(Objects inner, String driver, Metrics metrics)
            implements Objects {
        private void done(String action, long begin) {
            metrics.stored(driver, action, System.nanoTime() - begin);
        }

        @Override
        public String adopt(Path file) throws IOException {
            long begin = System.nanoTime();
            try {
                return inner.adopt(file);
            } finally {
                done("Move", begin);
            }
        }

        @Override
        public ReadableByteChannel open(String key, long from, long length) throws IOException {
            long begin = System.nanoTime();
            try {
                return inner.open(key, from, length);
            } finally {
                done("Reader", begin);
            }
        }

        @Override
        public Optional<URI> address(String key) {
            long begin = System.nanoTime();
            try {
                return inner.address(key);
            } finally {
                done("RedirectURL", begin);
            }
        }

        @Override
        public boolean isWhole(String key, long size) throws IOException {
            long begin = System.nanoTime();
            try {
                return inner.isWhole(key, size);
            } finally {
                done("Stat", begin);
            }
        }

        @Override
        public void delete(@Nullable String key) throws IOException {
            long begin = System.nanoTime();
            try {
                inner.delete(key);
            } finally {
                done("Delete", begin);
            }
        }

        @Override
        public void list(Instant before, Keys keys) throws IOException {
            long begin = System.nanoTime();
            try {
                inner.list(before, keys);
            } finally {
                done("List", begin);
            }
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
