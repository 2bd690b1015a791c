package dev.cooper.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class RegistryConfigTest {
    @TempDir Path directory;

    private RegistryConfig parse(String yaml, Map<String, String> environment) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(file, yaml);
        return RegistryConfig.parse(Optional.of(file), environment, directory);
    }

    private String refusal(String yaml) {
        return String.valueOf(
                assertThrows(SyntaxException.class, () -> parse(yaml, Map.of())).getMessage());
    }

    @Test
    void saysInOneLineWhereTheFileIsNoYaml() {
        assertTrue(
                refusal("http:\n  addr: a\n  addr: b\n")
                        .endsWith("config.yml:3:3: found duplicate key addr"),
                refusal("http:\n  addr: a\n  addr: b\n"));
        assertTrue(refusal("http:\n\taddr: a\n").contains("config.yml:2:1: found character"));
    }

    @Test
    void refusesAnotherVersionOfTheConfiguration() {
        assertTrue(refusal("version: 0.2\n").endsWith("version \"0.2\": want 0.1"));
    }

    @Test
    void theExampleOfDebianIsTakenAsItIs() throws IOException {
        RegistryConfig config =
                parse(
                        """
                        version: 0.1
                        log:
                          fields:
                            service: registry
                        storage:
                          cache:
                            blobdescriptor: inmemory
                          filesystem:
                            rootdirectory: /var/lib/docker-registry
                          delete:
                            enabled: true
                        http:
                          addr: :5000
                          headers:
                            X-Content-Type-Options: [nosniff]
                        health:
                          storagedriver:
                            enabled: true
                            interval: 10s
                            threshold: 3
                        """,
                        Map.of());
        assertEquals(Path.of("/var/lib/docker-registry"), config.storage().directory());
        assertEquals("", config.http().host());
        assertEquals(5000, config.http().port());
        assertTrue(config.storage().mayDelete());
        assertEquals(Map.of("X-Content-Type-Options", List.of("nosniff")), config.http().headers());
        assertEquals(List.of("nothing here needs storage.cache; not used"), config.warnings());
    }

    @Test
    void variablesOverrideTheFile() throws IOException {
        RegistryConfig config =
                parse(
                        "http: {addr: ':5000'}",
                        Map.of(
                                "REGISTRY_HTTP_ADDR", "127.0.0.1:5055",
                                "REGISTRY_STORAGE_DELETE_ENABLED", "true",
                                "PATH", "/bin"));
        assertEquals("127.0.0.1", config.http().host());
        assertEquals(5055, config.http().port());
        assertTrue(config.storage().mayDelete());
        assertFalse(parse("http: {addr: ':5000'}", Map.of()).storage().mayDelete());
    }

    @Test
    void keysWithoutEffectAreNamed() throws IOException {
        assertEquals(
                List.of("http.spare.addr is unknown or not supported and has no effect"),
                parse("http: {spare: {addr: ':5001'}}", Map.of()).warnings());
    }

    @Test
    void whatIsNotSupportedIsRefused() {
        assertTrue(refusal("storage: {gcs: {bucket: b}}").contains("storage.gcs: the storage gcs"));
        assertTrue(refusal("auth: {token: {realm: r}}").contains("want service"));
        assertTrue(
                refusal("auth: {token: {realm: r, service: s, issuer: i}}")
                        .contains("want rootcertbundle or jwks"));
        assertTrue(
                refusal(
                                "auth: {token: {realm: r, service: s, issuer: i,"
                                        + " signingalgorithms: [HS256]}}")
                        .contains("HS256"));
        assertTrue(refusal("http: {addr: nonsense}").contains("want HOST:PORT"));
        assertTrue(refusal("http: {tls: {certificate: c}}").contains("want both"));
        assertTrue(refusal("a: [").contains("config.yml"));
    }

    @Test
    void aBucketIsConfiguredAsTheDistributionProjectDoes() throws IOException {
        RegistryConfig config =
                parse(
                        """
                        storage:
                          s3:
                            accesskey: AKIA
                            secretkey: hidden
                            region: eu-central-1
                            regionendpoint: s3.example.org:9000
                            bucket: images
                            secure: false
                            encrypt: true
                            keyid: key-1
                            v4auth: true
                            chunksize: 16777216
                            rootdirectory: /registry
                            multipartcopychunksize: 33554432
                            accelerate: true
                          redirect:
                            disable: true
                        """,
                        Map.of());
        S3Config s3 = config.storage().s3().orElseThrow();
        assertEquals(
                new S3Config(
                        "images",
                        "eu-central-1",
                        Optional.of(URI.create("http://s3.example.org:9000")),
                        Optional.of(new S3Config.Keys("AKIA", "hidden")),
                        true,
                        "registry/",
                        new S3Config.Encryption.Managed("key-1"),
                        true,
                        Optional.empty(),
                        16 << 20,
                        false),
                s3);
        assertEquals(
                List.of("storage.s3.accelerate is unknown or not supported and has no effect"),
                config.warnings());
        assertFalse((config.data() + config.summary() + s3).contains("hidden"));
    }

    @Test
    void bucketsWithoutAPlaceOrWithHalfAKeyAreRefused() {
        assertTrue(refusal("storage: {s3: {bucket: a}}").contains("storage.s3.region"));
        assertTrue(refusal("storage: {s3: {region: a}}").contains("storage.s3.bucket"));
        assertTrue(
                refusal("storage: {s3: {region: a, bucket: b, accesskey: c}}")
                        .contains("want both accesskey and secretkey"));
        assertTrue(
                refusal("storage: {s3: {region: a, bucket: b, chunksize: 4194304}}")
                        .contains("from 5242880 to"));
        assertTrue(
                refusal("storage: {s3: {region: a, bucket: b}, filesystem: {rootdirectory: /c}}")
                        .contains("want one of filesystem and s3"));
    }

    @Test
    void databasesHaveAddressesOfTwoKindsAndPasswordsAreNotShown() throws IOException {
        String[] urls = {
            "postgresql://me:p%40ss@db:5433/cooper?sslmode=require",
            "jdbc:postgresql://db:5433/cooper?user=me&sslmode=require&password=p%40ss",
        };
        for (String url : urls) {
            RegistryConfig config = parse("cooper: {database: {url: '" + url + "'}}", Map.of());
            DatabaseConfig database = config.storage().database().orElseThrow();
            assertEquals("jdbc:postgresql://db:5433/cooper?sslmode=require", database.url());
            assertEquals(Map.of("user", "me", "password", "p@ss"), database.properties());
            assertEquals("postgresql://db:5433/cooper", database.toString());
            assertFalse((config.data() + config.summary()).contains("p@ss"));
        }
        DatabaseConfig beside =
                parse(
                                "cooper: {database: {url: 'postgresql://db/c', user: u, password:"
                                        + " p, poolsize: 7}}",
                                Map.of())
                        .storage()
                        .database()
                        .orElseThrow();
        assertEquals(Map.of("user", "u", "password", "p"), beside.properties());
        assertEquals(7, beside.connections());
    }

    @Test
    void otherDatabasesAreRefusedWithoutRepeatingTheirAddress() {
        String refusal = refusal("cooper: {database: {url: 'mysql://me:secret@db/c'}}");
        assertTrue(refusal.contains("begins with postgresql://"), refusal);
        assertFalse(refusal.contains("secret"), refusal);
        refusal = refusal("cooper: {database: {url: 'postgresql://me:secret@db'}}");
        assertTrue(refusal.contains("HOST[:PORT]/NAME"), refusal);
        assertFalse(refusal.contains("secret"), refusal);
    }
}
