package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.transfer.Registries;
import dev.cooper.trust.attachment.RegistryAttachments;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Kyverno's own tests of images, with images of their shape that are really signed: only whose
 * signature it is, and the name of the registry, are others.
 */
class PublishedKyvernoTest {
    private static final Path TESTS = Path.of("../policy/src/test/resources/kyverno-tests");
    private static final String THEIRS = "ghcr.io/kyverno/test-verify-image";

    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String repository;

    @BeforeEach
    void pushASignedAndAnUnsignedImage() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello")
                        .withEnvironment("XDG_CONFIG_HOME", directory.toString());
        repository = registry.host() + "/test-verify-image";
        int size = 1000;
        for (String tag : List.of(":signed", ":unsigned")) {
            cooper.image("2024-01-02T03:04:05Z", Map.of("a", tag), size++, repository + tag);
            run("push", "-q", repository + tag);
        }
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private String run(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err() + result.out());
        return result.out();
    }

    /** The test with the names of images and the first PEM of its policies replaced. */
    private String test(String name, String pem) throws IOException {
        Path copy = Files.createDirectory(directory.resolve(name));
        try (Stream<Path> files = Files.list(TESTS.resolve(name))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file).replace(THEIRS, repository);
                text = text.replace("glob: ghcr.io/*", "glob: " + registry.host() + "/*");
                Files.writeString(copy.resolve(file.getFileName()), replaced(text, pem));
            }
        }
        return copy.toString();
    }

    private static String replaced(String text, String pem) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int begin = text.indexOf("-----BEGIN"); begin >= 0; ) {
            int end = text.indexOf("-----", text.indexOf("-----END", begin) + 8) + 5;
            String indent = text.substring(text.lastIndexOf('\n', begin) + 1, begin);
            result.append(text, at, begin).append(pem.strip().replace("\n", "\n" + indent));
            at = end;
            begin = text.indexOf("-----BEGIN", at);
        }
        return result.append(text.substring(at)).toString();
    }

    @Test
    void signaturesOfKeysComeOutAsPublished() throws IOException {
        run("key", "generate", "--output-key-prefix", directory.resolve("one").toString());
        run("sign", "-y", "--key", directory.resolve("one.key").toString(), repository + ":signed");
        String key = Files.readString(directory.resolve("one.pub"));
        String signatures = run("policy", "test", test("signatures", key));
        assertTrue(signatures.endsWith("2 as wanted, 0 not\n"), signatures);
        String volumes = run("policy", "test", test("verify-signature", key));
        assertTrue(volumes.endsWith("4 as wanted, 0 not\n"), volumes);
    }

    @Test
    void artifactsAndSignaturesOfTheNotaryProjectComeOutAsPublished() throws IOException {
        run("notation", "cert", "generate-test", "--default", "red");
        Reference image = Reference.parse(repository + ":signed");
        run("notation", "sign", "--insecure-registry", image.toString());
        String test =
                test(
                        "with-cel-exceptions",
                        Files.readString(directory.resolve("notation/localkeys/red.crt")));
        // The image is signed, and has no SBOM yet.
        CommandLine.Result early = cooper.run("policy", "test", test);
        assertTrue(early.out().contains("no attestation sbom/cyclone-dx"), early.out());
        String sbom;
        try (Registries registries =
                Registries.ofEnvironment(Map.of("HOME", directory.toString()))) {
            RegistryAttachments home = new RegistryAttachments(registries.repository(image));
            Descriptor attached =
                    home.attach(
                            home.resolve(image).orElseThrow(),
                            "sbom/cyclone-dx",
                            "{\"bomFormat\":\"CycloneDX\"}".getBytes(StandardCharsets.UTF_8),
                            Map.of());
            sbom = repository + "@" + attached.digest();
        }
        CommandLine.Result unsigned = cooper.run("policy", "test", test);
        assertTrue(unsigned.out().contains("the attestation is not signed"), unsigned.out());
        run("notation", "sign", "--insecure-registry", sbom);
        String all = run("policy", "test", test);
        assertTrue(all.endsWith("3 as wanted, 0 not\n"), all);
        String sample =
                test(
                        "sample-policy",
                        Files.readString(directory.resolve("notation/localkeys/red.crt")));
        assertTrue(run("policy", "test", sample).endsWith("2 as wanted, 0 not\n"));
    }
}
