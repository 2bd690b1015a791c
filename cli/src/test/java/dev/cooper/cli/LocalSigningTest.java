package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Images that are signed before they are in a registry, and signatures that travel with them. */
class LocalSigningTest {
    @TempDir Path directory;
    private CommandLine cooper;

    @BeforeEach
    void makeAnImageAndAKey() throws IOException {
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("HOME", directory.toString())
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, "shop:1");
        ok("key", "generate", "--output-key-prefix", path("one"));
        ok("sign", "--key", path("one.key"), "store:shop:1");
        ok("sign", "--key", path("one.key"), "--new-bundle-format=false", "store:shop:1");
        Files.writeString(directory.resolve("bom.json"), "{\"a\":1}");
        for (String form : new String[] {"true", "false"}) {
            ok(
                    "attest",
                    "--key",
                    path("one.key"),
                    "--new-bundle-format=" + form,
                    "--predicate",
                    path("bom.json"),
                    "store:shop:1");
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private CommandLine.Result run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), String.join(" ", words) + ": " + result.err());
        return result;
    }

    private String ok(String... words) {
        return run(0, words).out();
    }

    private void holdsEverything(String image) {
        for (String verb : new String[] {"verify", "verify-attestation"}) {
            ok(verb, "--key", path("one.pub"), "--insecure-ignore-tlog", image);
        }
        assertEquals(2, ok("download", "signature", image).lines().count(), image);
        assertEquals(2, ok("download", "attestation", image).lines().count(), image);
    }

    @Test
    void signaturesAreNoImagesOfTheStoreAndStayWhenItIsTidied() {
        assertEquals(1, ok("images", "-a", "-q").lines().count());
        ok("image", "prune", "-f");
        ok("prune", "-f");
        holdsEverything("store:shop:1");
        ok("clean", "-f", "store:shop:1");
        run(10, "verify", "--key", path("one.pub"), "--insecure-ignore-tlog", "store:shop:1");
    }

    @Test
    void signaturesOfAllFormsTravelFromTheStoreToRegistriesLayoutsAndBack() throws IOException {
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"))) {
            String there = registry.host() + "/shop:1";
            ok("copy", "-q", "--referrers", "store:shop:1", there);
            holdsEverything(there);
            String layout = "oci:" + path("layout") + ":one";
            ok("copy", "-q", "--referrers", there, layout);
            holdsEverything(layout);
            ok("copy", "-q", "--referrers", layout, "store:again:1");
            holdsEverything("store:again:1");
            ok("save", "--dir", path("saved"), there);
            ok("load", "--dir", path("saved"), registry.host() + "/loaded:1");
            holdsEverything(registry.host() + "/loaded:1");
        }
    }

    @Test
    void whatIsChangedInADirectoryIsNotBelieved() throws IOException {
        ok("save", "--dir", path("saved"), "store:shop:1");
        String[] verify = {
            "verify", "--key", path("one.pub"), "--insecure-ignore-tlog", "--local-image"
        };
        String[] whole =
                Stream.concat(Stream.of(verify), Stream.of(path("saved")))
                        .toList()
                        .toArray(new String[0]);
        ok(whole);
        run(1, "save", "--dir", path("saved"), "store:shop:1");
        try (Stream<Path> blobs = Files.list(directory.resolve("saved/blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                String text = Files.readString(blob, java.nio.charset.StandardCharsets.ISO_8859_1);
                if (text.contains("dsseEnvelope")) {
                    Files.writeString(
                            blob,
                            text.replace("application/vnd.in-toto", "application/vnd.in-tot0"),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
                }
            }
        }
        String error = run(1, whole).err();
        assertTrue(error.contains("sha256:"), error);
    }
}
