package dev.cooper.registry;

import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** A registry on PostgreSQL and S3 does what the specification requires. */
class SharedConformanceTest implements AllRequirements {
    @TempDir static Path directory;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        RegistryConfig config = RegistryConfig.defaults(directory).withPort(0);
        registry =
                new TestRegistry(
                        config.withStorage(
                                config.storage()
                                        .withDatabase(TestDatabase.shared().create())
                                        .withS3(TestBucket.shared().create())));
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
    }

    @Override
    public TestRegistry registry() {
        return registry;
    }
}
