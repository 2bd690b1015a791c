package dev.cooper.registry;

import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.storage.S3Clients;

import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** An S3 server of the tests, which verifies signatures and keeps its objects in a directory. */
public final class TestBucket implements AutoCloseable {
    private static final String ACCESS = "cooper";
    private static final String SECRET = "secret-of-the-bucket";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static TestBucket shared;

    private final S3Proxy server;

    private TestBucket(S3Proxy server) {
        this.server = server;
    }

    /** The one that all tests of this process share. */
    public static synchronized TestBucket shared() throws IOException {
        if (shared == null) {
            shared = start(Files.createTempDirectory("cooper-s3"));
        }
        return shared;
    }

    static TestBucket start(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", directory.toString());
        S3Proxy server =
                S3Proxy.builder()
                        .blobStore(BlobStores.create("filesystem-nio2", properties))
                        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
        return new TestBucket(server);
    }

    /**
     * Makes an empty bucket, with parts of five megabytes, whose blobs come through the registry.
     */
    public S3Config create() {
        S3Config config = config("bucket" + COUNT.incrementAndGet());
        try (S3Client client = S3Clients.client(config)) {
            client.createBucket(b -> b.bucket(config.bucket()));
        }
        return config;
    }

    private S3Config config(String bucket) {
        return new S3Config(
                bucket,
                "us-east-1",
                Optional.of(URI.create("http://127.0.0.1:" + server.getPort())),
                Optional.of(new S3Config.Keys(ACCESS, SECRET)),
                true,
                "registry/",
                new S3Config.Encryption.Default(),
                true,
                Optional.empty(),
                5 << 20,
                false);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** The same as lines of a configuration file. */
    static String yaml(S3Config s3) {
        return """
        storage:
          s3:
            bucket: %s
            region: %s
            regionendpoint: %s
            rootdirectory: registry
            accesskey: %s
            secretkey: %s
            chunksize: %d
          redirect: {disable: true}
        """
                .formatted(
                        s3.bucket(),
                        s3.region(),
                        s3.endpoint().orElseThrow(),
                        ACCESS,
                        SECRET,
                        s3.partSize());
    }
}
