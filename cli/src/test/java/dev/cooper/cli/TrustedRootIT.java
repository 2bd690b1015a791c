package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trusted roots and signing configs are as cosign 3 writes them of the same words. */
class TrustedRootIT {
    @TempDir Path directory;

    private void run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Processes.run(builder, new byte[0], Duration.ofMinutes(1)).ok();
    }

    private void openssl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        run(command);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void same(List<String> words) throws IOException, InterruptedException {
        List<String> theirs = new ArrayList<>(words);
        theirs.addFirst(Peers.requireNewer("cosign").toString());
        theirs.addAll(List.of("--out", file("theirs.json")));
        run(theirs);
        List<String> ours = new ArrayList<>(words);
        ours.addAll(List.of("--out", file("ours.json")));
        CommandLine cooper = new CommandLine(directory.resolve("home"));
        CommandLine.Result result = cooper.run(ours.toArray(new String[0]));
        assertEquals(0, result.code(), result.err());
        assertEquals(
                inOneOrder(Json.parse(Files.readString(directory.resolve("theirs.json")))),
                inOneOrder(Json.parse(Files.readString(directory.resolve("ours.json")))));
    }

    /** Lists in one order: cosign keeps logs in a map, and each run writes them in another one. */
    private static Object inOneOrder(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            Map<String, Object> copy = new TreeMap<>();
            map.forEach((name, value) -> copy.put(String.valueOf(name), inOneOrder(value)));
            return copy;
        }
        if (json instanceof List<?> list) {
            return list.stream()
                    .map(TrustedRootIT::inOneOrder)
                    .sorted(Comparator.comparing(Object::toString))
                    .toList();
        }
        return String.valueOf(json);
    }

    @Test
    void trustedRootsAreAsCosignWritesThem() throws IOException, InterruptedException {
        openssl("ecparam", "-genkey", "-noout", "-name", "prime256v1", "-out", "k.pem");
        openssl("pkey", "-in", "k.pem", "-pubout", "-out", "k.pub");
        openssl("genpkey", "-algorithm", "ed25519", "-out", "e.pem");
        openssl("pkey", "-in", "e.pem", "-pubout", "-out", "e.pub");
        openssl("req", "-x509", "-key", "k.pem", "-subj", "/O=example/CN=ca", "-out", "ca.pem");
        openssl("req", "-new", "-key", "e.pem", "-subj", "/CN=stamps", "-out", "leaf.csr");
        Files.writeString(
                directory.resolve("leaf.ext"),
                "extendedKeyUsage=critical,timeStamping\nkeyUsage=digitalSignature\n");
        openssl(
                "x509",
                "-req",
                "-in",
                "leaf.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "k.pem",
                "-out",
                "leaf.pem",
                "-extfile",
                "leaf.ext",
                "-set_serial",
                "5");
        Files.writeString(
                directory.resolve("tsa.pem"),
                Files.readString(directory.resolve("leaf.pem"))
                        + Files.readString(directory.resolve("ca.pem")));
        String start = ",start-time=2024-01-01T00:00:00Z";
        same(
                List.of(
                        "trusted-root",
                        "create",
                        "--fulcio=url=https://ca.example,certificate-chain=" + file("ca.pem"),
                        "--rekor=url=https://one.example,public-key=" + file("k.pub") + start,
                        "--rekor=url=https://two.example,public-key=" + file("e.pub") + start,
                        "--rekor=url=https://three.example,origin=3.example,public-key="
                                + file("e.pub")
                                + start,
                        "--ctfe=url=https://ct.example,end-time=2025-01-01T00:00:00Z,public-key="
                                + file("k.pub")
                                + start,
                        "--tsa=url=https://tsa.example,certificate-chain=" + file("tsa.pem")));
    }

    @Test
    void signingConfigsAreAsCosignWritesThem() throws IOException, InterruptedException {
        String more = ",start-time=2024-01-01T00:00:00Z,operator=example";
        same(
                List.of(
                        "signing-config",
                        "create",
                        "--fulcio=url=https://ca.example,api-version=1" + more,
                        "--oidc-provider=url=https://oidc.example,api-version=1" + more,
                        "--rekor=url=https://log.example,api-version=2,end-time=2030-01-01T00:00:00Z"
                                + more,
                        "--rekor-config=ANY",
                        "--tsa=url=https://tsa.example/stamp,api-version=1" + more,
                        "--tsa-config=EXACT:1"));
    }

    @Test
    void whatIsMissingIsNamed() {
        CommandLine cooper = new CommandLine(directory.resolve("home"));
        CommandLine.Result result =
                cooper.run("trusted-root", "create", "--rekor", "url=https://a,public-key=x");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("--rekor: start-time=… is missing"), result.err());
        assertTrue(
                cooper.run("trusted-root", "create", "--tsa", "uri=x")
                        .err()
                        .contains("--tsa: \"uri=x\""));
    }
}
