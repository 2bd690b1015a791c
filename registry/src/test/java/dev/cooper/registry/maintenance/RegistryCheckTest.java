package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@ParameterizedClass
@EnumSource(TestStorage.class)
class RegistryCheckTest {
    private static final byte[] WRONG = {'{', '}'};
    private static final byte[] LAYER = TestManifest.noise(1, 50_000);

    @Parameter TestStorage storage;
    @TempDir Path directory;
    private RegistryConfig config;
    private TestRegistry registry;
    private Digest layer;
    private byte[] manifest;

    @BeforeEach
    void pushAnImage() throws IOException {
        config = storage.in(directory);
        registry = new TestRegistry(config);
        manifest = push("a");
        layer = Digest.sha256(LAYER);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private byte[] push(String repository) {
        Digest empty = registry.pushBlob(repository, "{}".getBytes(StandardCharsets.UTF_8));
        Digest blob = registry.pushBlob(repository, LAYER);
        byte[] image = TestManifest.image(empty, blob, LAYER.length);
        registry.putManifest(repository, "x", MediaTypes.OCI_MANIFEST, image);
        return image;
    }

    private RegistryCheck.Report check(boolean repair) throws IOException, InterruptedException {
        return RegistryCheck.check(config, repair, RegistryCheck.Progress.NONE);
    }

    private void found(String expected) throws IOException, InterruptedException {
        RegistryCheck.Report report = check(false);
        assertFalse(report.isClean());
        List<String> told =
                report.problems().stream()
                        .map(problem -> problem.subject() + ": " + problem.what())
                        .toList();
        assertEquals(1, told.size(), told.toString());
        assertTrue(told.getFirst().contains(expected), told.toString());
    }

    private void clean(boolean repair) throws IOException, InterruptedException {
        RegistryCheck.Report report = check(repair);
        assertTrue(report.isClean(), report.problems().toString());
    }

    @Test
    void wholeRegistryIsClean() throws IOException, InterruptedException {
        RegistryCheck.Report report = check(false);
        assertTrue(report.isClean());
        assertEquals(2, report.blobs());
        assertEquals(50_002, report.bytes());
        assertEquals(1, report.manifests());
        assertEquals(1, report.tags());
        assertEquals(0, report.found());
    }

    @Test
    void wrongBytesAreMarkedAsLostUntilTheyArePushedAgain()
            throws IOException, InterruptedException {
        byte[] wrong = LAYER.clone();
        wrong[7]++;
        Files.write(storage.onlyFile(config), wrong);
        found("digest");
        assertEquals(200, registry.get("/v2/a/blobs/" + layer).statusCode());
        assertFalse(check(true).isClean());
        assertEquals(404, registry.get("/v2/a/blobs/" + layer).statusCode());
        found("push it again, such as to a");
        registry.pushBlob("a", LAYER);
        clean(false);
        assertArrayEquals(LAYER, registry.get("/v2/a/blobs/" + layer).body());
        assertEquals(200, registry.get("/v2/a/manifests/x").statusCode());
    }

    @Test
    void bytesThatComeBackAreTakenAgain() throws IOException, InterruptedException {
        Path object = storage.onlyFile(config);
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(object, elsewhere);
        found("missing");
        check(true);
        Files.move(elsewhere, object);
        found("is whole");
        clean(true);
        clean(false);
        assertArrayEquals(LAYER, registry.get("/v2/a/blobs/" + layer).body());
    }

    @Test
    void wrongBytesAreReplacedByAnObjectThatHasTheRightOnes()
            throws IOException, InterruptedException {
        Path object = storage.onlyFile(config);
        String key = object.getFileName().toString();
        String twin = key.substring(0, 2) + "0".repeat(key.length() - 2);
        Files.copy(object, object.resolveSibling(twin));
        Files.write(object, new byte[LAYER.length]);
        clean(true);
        clean(false);
        assertArrayEquals(LAYER, registry.get("/v2/a/blobs/" + layer).body());
    }

    @Test
    void forgottenReferencesAreReadFromTheManifests() throws IOException, InterruptedException {
        TestStorage.change(config, "DELETE FROM edge WHERE kind = 0");
        found("the tables say other");
        clean(true);
        clean(false);
    }

    @Test
    void blobThatARepositoryLacksIsLinkedWhenItIsElsewhere()
            throws IOException, InterruptedException {
        push("b");
        registry.delete("/v2/a/blobs/" + layer);
        found("lacks blob " + layer);
        clean(true);
        assertArrayEquals(LAYER, registry.get("/v2/a/blobs/" + layer).body());
    }

    @Test
    void damagedManifestIsTakenFromAnotherRepository() throws IOException, InterruptedException {
        push("b");
        TestStorage.change(
                config, "UPDATE manifest SET content = ? WHERE repository_id = 1", WRONG);
        found("its bytes are wrong");
        clean(true);
        assertArrayEquals(manifest, registry.get("/v2/a/manifests/x").body());
    }

    @Test
    void damagedManifestWithoutACopyIsNoLongerServed() throws IOException, InterruptedException {
        TestStorage.change(config, "UPDATE manifest SET content = ?", WRONG);
        assertFalse(check(true).isClean());
        assertEquals(404, registry.get("/v2/a/manifests/x").statusCode());
        clean(false);
        push("a");
        assertArrayEquals(manifest, registry.get("/v2/a/manifests/x").body());
    }

    @Test
    void leftoversAreCountedAndNotTouchedWhileTheyMayBeInUse()
            throws IOException, InterruptedException {
        Path object = storage.onlyFile(config);
        Path leftover = object.resolveSibling(object.getFileName().toString().replace('a', 'b'));
        leftover = leftover.equals(object) ? object.resolveSibling("0".repeat(32)) : leftover;
        Files.write(leftover, new byte[10]);
        String upload = registry.startUpload("a");
        registry.send("PATCH", upload, LAYER);
        RegistryCheck.Report report = check(false);
        assertTrue(report.isClean());
        assertEquals(1, report.unnamed());
        assertEquals(1, report.uploads());
        check(true);
        assertTrue(Files.exists(leftover));
        assertEquals(
                201, registry.send("PUT", upload + "?digest=" + layer, new byte[0]).statusCode());
    }
}
