package dev.cooper.registry;

import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.storage.S3Clients;
import dev.cooper.testkit.ScratchDirectory;

import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An S3 server of the tests, which verifies signatures and keeps its objects in a directory. */
public final class TestBucket implements AutoCloseable {
    /** Held here, because a logger nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("org.gaul");

    private static final String ACCESS = "cooper";
    private static final String SECRET = "secret-of-the-bucket";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static TestBucket shared;

    private final S3Proxy server;
    private final Path directory;

    private TestBucket(S3Proxy server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /** The one that all tests of this process share; it ends with the process. */
    public static synchronized TestBucket shared() throws IOException {
        if (shared == null) {
            ScratchDirectory scratch = ScratchDirectory.create("s3");
            TestBucket started = start(scratch.path());
            TestDatabase.atEnd(() -> {
                started.close();
                scratch.close();
            });
            shared = started;
        }
        return shared;
    }

    static TestBucket start(Path directory) throws IOException {
        LOG.setLevel(Level.WARNING);
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
        return new TestBucket(server, directory);
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

    /** Where the server has the objects of a configuration as files. */
    Path directory(S3Config config) {
        return directory.resolve(config.bucket()).resolve(config.root());
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

    /** The same at another address. */
    public static S3Config at(S3Config s3, URI endpoint) {
        return changed(s3, s3.bucket(), endpoint, s3.keys(), s3.redirect());
    }

    public static S3Config named(S3Config s3, String bucket) {
        return changed(s3, bucket, s3.endpoint().orElseThrow(), s3.keys(), s3.redirect());
    }

    public static S3Config with(S3Config s3, S3Config.Keys keys) {
        return changed(
                s3, s3.bucket(), s3.endpoint().orElseThrow(), Optional.of(keys), s3.redirect());
    }

    /** The same, but clients fetch from it themselves. */
    public static S3Config redirecting(S3Config s3) {
        return changed(s3, s3.bucket(), s3.endpoint().orElseThrow(), s3.keys(), true);
    }

    private static S3Config changed(
            S3Config s3,
            String bucket,
            URI endpoint,
            Optional<S3Config.Keys> keys,
            boolean redirect) {
        return new S3Config(
                bucket,
                s3.region(),
                Optional.of(endpoint),
                keys,
                s3.pathStyle(),
                s3.root(),
                s3.encryption(),
                s3.verify(),
                s3.storageClass(),
                s3.partSize(),
                redirect);
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
