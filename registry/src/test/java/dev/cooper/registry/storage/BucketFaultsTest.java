package dev.cooper.registry.storage;

import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.bytes;
import static dev.cooper.registry.Requirements.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Digest;
import dev.cooper.registry.FaultyLink;
import dev.cooper.registry.TestBucket;
import dev.cooper.registry.TestDatabase;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.DatabaseConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.S3Config;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A bucket that cannot be used, or not at once. */
@Timeout(120)
class BucketFaultsTest {
    @TempDir Path directory;
    private RegistryConfig config;
    private S3Config s3;

    @BeforeEach
    void makeBucket() throws IOException {
        s3 = TestBucket.shared().create();
        config = RegistryConfig.defaults(directory).withPort(0);
    }

    private RegistryConfig with(S3Config bucket) {
        return config.withStorage(config.storage().withS3(bucket));
    }

    private static URI port(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private FaultyLink link() throws IOException {
        return new FaultyLink(s3.endpoint().orElseThrow().getPort());
    }

    @Test
    void aPullGoesOnWhenTheConnectionToTheBucketBreaks() throws IOException {
        byte[] content = random(1, 3_000_000);
        try (FaultyLink link = link();
                TestRegistry registry =
                        new TestRegistry(with(TestBucket.at(s3, port(link.port()))))) {
            Digest digest = registry.pushBlob("a", content);
            link.cut(3, 800_000);
            assertArrayEquals(content, registry.get("/v2/a/blobs/" + digest).body());
            assertTrue(link.isDone());
        }
    }

    @Test
    void aPullEndsWhenNoConnectionBringsAnything() throws IOException {
        byte[] content = random(2, 3_000_000);
        try (FaultyLink link = link();
                TestRegistry registry =
                        new TestRegistry(with(TestBucket.at(s3, port(link.port()))))) {
            Digest digest = registry.pushBlob("a", content);
            link.cut(1000, 0);
            assertStatus(503, registry.get("/v2/a/blobs/" + digest));
            assertFalse(link.isDone());
        }
    }

    @Test
    void aBucketThatAsksForPatienceIsAskedAgain() throws IOException {
        byte[] content = random(3, 100_000);
        try (FaultyLink link = link();
                TestRegistry registry =
                        new TestRegistry(with(TestBucket.at(s3, port(link.port()))))) {
            link.slowDown(1);
            Digest digest = registry.pushBlob("a", content);
            link.slowDown(2);
            assertArrayEquals(content, registry.get("/v2/a/blobs/" + digest).body());
            assertTrue(link.isDone());
        }
    }

    private String refusal(S3Config wrong) {
        String message =
                String.valueOf(
                        assertThrows(IOException.class, () -> Storage.open(with(wrong)))
                                .getMessage());
        String start = "opening " + wrong.shown() + ": ";
        assertTrue(message.startsWith(start), message);
        return message.substring(start.length());
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertEquals(
                "there is no such bucket; make it, or correct storage.s3.bucket",
                refusal(TestBucket.named(s3, "nowhere")));
    }

    @Test
    void databaseAndBucketAreReachedWithoutAChange() throws IOException, SQLException {
        DatabaseConfig database = TestDatabase.shared().create();
        RegistryConfig shared = config.withStorage(with(s3).storage().withDatabase(database));
        Storage.reach(shared);
        RegistryConfig wrong = with(TestBucket.named(s3, "nowhere"));
        assertThrows(IOException.class, () -> Storage.reach(wrong));
        try (Connection untouched = DriverManager.getConnection(database.url(), "postgres", "");
                ResultSet tables = untouched.getMetaData().getTables(null, "public", "%", null)) {
            assertFalse(tables.next());
        }
        assertTrue(Files.notExists(config.storage().directory().resolve("registry.db")));
    }

    @Test
    void wrongKeysAreToldApart() {
        S3Config.Keys keys = s3.keys().orElseThrow();
        assertEquals(
                "the service does not know the access key stranger; correct storage.s3.accesskey",
                refusal(TestBucket.with(s3, new S3Config.Keys("stranger", keys.secret()))));
        assertEquals(
                "the secret is not that of the access key cooper; correct storage.s3.secretkey",
                refusal(TestBucket.with(s3, new S3Config.Keys(keys.access(), "wrong"))));
    }

    @Test
    void aServiceThatIsNotThereIsNamed() throws IOException {
        FaultyLink link = link();
        link.close();
        assertEquals(
                "nobody listens there; start the service, or correct storage.s3.regionendpoint",
                refusal(TestBucket.at(s3, port(link.port()))));
        assertEquals(
                "there is no host s3.invalid; correct storage.s3.regionendpoint",
                refusal(TestBucket.at(s3, URI.create("http://s3.invalid:9000"))));
    }

    @Test
    void whatAmazonSaysIsSaidInOtherWords() throws IOException {
        assertEquals(
                "the bucket is not in the region us-east-1 but in eu-west-1; correct"
                        + " storage.s3.region",
                answered(301, "PermanentRedirect"));
        assertEquals(
                "the clock of this machine is not that of the service; set it",
                answered(403, "RequestTimeTooSkewed"));
        assertEquals(
                "the access key cooper may not do that; allow it to list the bucket and its"
                        + " multipart uploads, and to get, put and delete objects",
                answered(403, "AccessDenied"));
        assertEquals(
                "the service answered 418 Teapot, Amazon's own words", answered(418, "Teapot"));
    }

    private String answered(int status, String code) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body =
                bytes(
                        "<Error><Code>"
                                + code
                                + "</Code><Message>Amazon's own words</Message></Error>");
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/xml");
                    exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-1");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            return refusal(TestBucket.at(s3, port(server.getAddress().getPort())));
        } finally {
            server.stop(0);
        }
    }
}
