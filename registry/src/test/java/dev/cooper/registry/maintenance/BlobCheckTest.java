package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.Digest;
import dev.cooper.registry.FaultyLink;
import dev.cooper.registry.TestBucket;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.config.StorageConfig;
import dev.cooper.registry.storage.Storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

class BlobCheckTest {
    @TempDir Path directory;

    @Test
    void aBucketThatCannotBeReachedHasLostNothing() throws IOException {
        byte[] content = TestManifest.noise(4, 100_000);
        RegistryConfig config = RegistryConfig.defaults(directory).withPort(0);
        S3Config s3 = TestBucket.shared().create();
        StorageConfig near = config.storage().withS3(s3);
        Digest digest;
        try (TestRegistry registry = new TestRegistry(config.withStorage(near))) {
            digest = registry.pushBlob("a", content);
        }
        try (FaultyLink link = new FaultyLink(s3.endpoint().orElseThrow().getPort())) {
            URI address = URI.create("http://127.0.0.1:" + link.port());
            StorageConfig far = config.storage().withS3(TestBucket.at(s3, address));
            try (Storage storage = Storage.open(config.withStorage(far))) {
                link.cut(1000, 0);
                Findings findings = new Findings(RegistryCheck.Progress.NONE, 1, 1);
                BlobCheck check = new BlobCheck(storage, findings, true);
                assertThrows(IOException.class, check::run);
            }
        }
        try (TestRegistry registry = new TestRegistry(config.withStorage(near))) {
            assertArrayEquals(content, registry.get("/v2/a/blobs/" + digest).body());
        }
    }
}
