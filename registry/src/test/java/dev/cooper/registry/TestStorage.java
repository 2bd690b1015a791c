package dev.cooper.registry;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.storage.Storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The ways to store. What depends on the storage is tested with each of them. */
public enum TestStorage {
    /** SQLite and files. */
    ONE_DIRECTORY {
        @Override
        public RegistryConfig use(RegistryConfig config) {
            return config;
        }

        @Override
        public Path objects(RegistryConfig config) {
            return config.storage().directory().resolve("objects");
        }
    },

    /** PostgreSQL and S3, each empty. */
    SHARED {
        @Override
        public RegistryConfig use(RegistryConfig config) throws IOException {
            return config.withStorage(
                    config.storage()
                            .withDatabase(TestDatabase.shared().create())
                            .withS3(TestBucket.shared().create()));
        }

        @Override
        public Path objects(RegistryConfig config) throws IOException {
            S3Config s3 = config.storage().s3().orElseThrow();
            return TestBucket.shared().directory(s3).resolve("objects");
        }
    };

    /** How many registries may use the same storage at once; two stand for many. */
    public int registries() {
        return this == SHARED ? 2 : 1;
    }

    /** The same registry, but stored in this way. */
    public abstract RegistryConfig use(RegistryConfig config) throws IOException;

    /** The directory in which its objects are files, as the server of the bucket has them, too. */
    public abstract Path objects(RegistryConfig config) throws IOException;

    /** A registry that is stored in this way, on any port. */
    public RegistryConfig in(Path directory) throws IOException {
        return use(RegistryConfig.defaults(directory).withPort(0));
    }

    /** The files of all objects. */
    public List<Path> files(RegistryConfig config) throws IOException {
        Path objects = objects(config);
        if (!Files.exists(objects)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    public Path onlyFile(RegistryConfig config) throws IOException {
        List<Path> files = files(config);
        if (files.size() != 1) {
            throw new AssertionError("want one object, found " + files);
        }
        return files.getFirst();
    }

    /** Changes rows behind the registry's back. */
    public static void change(RegistryConfig config, String statement, Object... values)
            throws IOException {
        try (Storage storage = Storage.openExisting(config)) {
            storage.database().write(sql -> sql.update(statement, values));
        }
    }
}
