package dev.cooper.trust.keyless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.testkit.NodePackages;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.TestCertificates;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The packages of sigstore for Node.js verify what Cooper signs, and Cooper what they sign. */
class SigstoreJsIT {
    private static final byte[] FILE = "a file".getBytes(StandardCharsets.UTF_8);

    private static OwnServices services;
    private static Path script;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        script = NodePackages.require("sigstore-js", SigstoreJsIT.class);
        services = OwnServices.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (services != null) {
            services.close();
        }
    }

    private static Processes.Result run(Map<String, Object> wanted)
            throws IOException, InterruptedException {
        Path task = services.scratch.resolve("task.json");
        Files.write(task, Json.write(wanted));
        return Processes.run(Peers.require("node").toString(), script.toString(), task.toString());
    }

    private static Map<String, Object> task(byte[] bundle, byte[] file) throws IOException {
        Files.write(services.scratch.resolve("bundle.json"), bundle);
        Files.write(services.scratch.resolve("file"), file);
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("root", services.server.trustedRoot().toString());
        task.put("bundle", services.scratch.resolve("bundle.json").toString());
        task.put("file", services.scratch.resolve("file").toString());
        return task;
    }

    private static Processes.Result verify(byte[] bundle, byte[] file, String who)
            throws IOException, InterruptedException {
        Map<String, Object> task = task(bundle, file);
        task.put("who", who);
        task.put("issuer", services.server.url());
        return run(task);
    }

    private static byte[] sign(byte[] file, Map<String, Object> more)
            throws IOException, InterruptedException {
        Map<String, Object> task = task(new byte[0], file);
        task.put("sign", true);
        task.put("url", services.server.url());
        task.put("token", services.token());
        task.putAll(more);
        run(task).ok();
        return Files.readAllBytes(services.scratch.resolve("bundle.json"));
    }

    @Test
    void theyVerifyFilesThatCooperSigned() throws IOException, InterruptedException {
        byte[] bundle = services.signer().bundle(FILE).toJson();
        verify(bundle, FILE, OwnServices.RED).ok();
        Processes.Result blue = verify(bundle, FILE, "blue@example.com").exits(1);
        assertTrue(blue.err().contains("blue@example.com"), blue.err());
        verify(bundle, "another".getBytes(StandardCharsets.UTF_8), OwnServices.RED).exits(1);
    }

    @Test
    void theyVerifyStatementsThatCooperSigned() throws IOException, InterruptedException {
        Bundle bundle = services.signer().bundle(Dsse.IN_TOTO, OwnServices.statement(FILE));
        verify(bundle.toJson(), FILE, OwnServices.RED).ok();
    }

    @Test
    void theyVerifyWhatCooperSignedWithAKey() throws IOException, InterruptedException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        Dsse envelope = Dsse.sign(Dsse.IN_TOTO, OwnServices.statement(FILE), key);
        Map<String, Object> task = task(Bundle.ofKey("key", envelope).toJson(), FILE);
        task.put("key", PublicKeys.pem(key.publicKey()));
        run(task).ok();
        task(services.signer(key).bundle(FILE).toJson(), FILE);
        run(task).ok();
        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        task.put("key", PublicKeys.pem(other.publicKey()));
        run(task).exits(1);
    }

    @Test
    void cooperVerifiesFilesThatTheySigned() throws IOException, InterruptedException {
        byte[] bundle = sign(FILE, Map.of("log", 1));
        assertEquals("", services.verify(bundle, FILE, OwnServices.RED).why());
        assertTrue(
                services.verify(bundle, FILE, "blue@example.com")
                        .why()
                        .contains("certificate-identity"));
    }

    @Test
    void cooperVerifiesStatementsThatTheySigned() throws IOException, InterruptedException {
        byte[] statement = OwnServices.statement(FILE);
        byte[] bundle = sign(statement, Map.of("log", 1, "type", Dsse.IN_TOTO));
        assertEquals("", services.verify(bundle, FILE, OwnServices.RED).why());
    }

    @Test
    void cooperVerifiesWhatTheySignedWithAKey() throws IOException, InterruptedException {
        TestCertificates keys = new TestCertificates(services.scratch.directory("keys"));
        keys.root("signer");
        byte[] bundle =
                sign(
                        FILE,
                        Map.of(
                                "log",
                                1,
                                "privateKey",
                                TestCertificates.pem(
                                        "PRIVATE KEY", keys.key("signer").getEncoded())));
        Verifier key = Verifier.of(keys.certificate("signer").getPublicKey());
        assertEquals("", services.verify(bundle, FILE, new Wanted.Key(key)).why());
    }
}
