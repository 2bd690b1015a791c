package dev.cooper.registry;

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
        registry = new TestRegistry(TestStorage.SHARED.in(directory));
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
