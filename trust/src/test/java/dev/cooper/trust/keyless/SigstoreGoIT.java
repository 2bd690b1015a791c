package dev.cooper.trust.keyless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
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
import java.util.ArrayList;
import java.util.List;

/** sigstore-go verifies what Cooper signs, and Cooper what sigstore-go signs. */
class SigstoreGoIT {
    private static final byte[] FILE = "a file".getBytes(StandardCharsets.UTF_8);

    private static OwnServices services;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        program("sigstore-go-verification");
        services = OwnServices.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (services != null) {
            services.close();
        }
    }

    private static Path program(String name) throws IOException, InterruptedException {
        return Peers.requireOf("sid", "sigstore-go", name);
    }

    private static Path written(String name, byte[] content) throws IOException {
        return Files.write(services.scratch.resolve(name), content);
    }

    private static Processes.Result verify(byte[] bundle, byte[] file, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program("sigstore-go-verification").toString());
        command.addAll(List.of("-trustedrootJSONpath", services.server.trustedRoot().toString()));
        command.addAll(List.of("-artifact", written("file", file).toString()));
        command.addAll(List.of(words));
        command.add(written("bundle.json", bundle).toString());
        return Processes.run(command);
    }

    private static Processes.Result verifyOf(byte[] bundle, byte[] file, String who)
            throws IOException, InterruptedException {
        return verify(bundle, file, "-expectedSAN", who, "-expectedIssuer", services.server.url());
    }

    private static Processes.Result sign(byte[] content, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program("sigstore-go-signing").toString());
        command.addAll(List.of("-signing-config", services.server.signingConfig().toString()));
        command.addAll(List.of("-trusted-root", services.server.trustedRoot().toString()));
        command.addAll(List.of(words));
        command.add(written("content", content).toString());
        return Processes.run(command).ok();
    }

    /** The bundle is the last line of what it prints. */
    private static byte[] bundle(Processes.Result signed) {
        return signed.out().lines().toList().getLast().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void goVerifiesFilesThatCooperSigned() throws IOException, InterruptedException {
        byte[] bundle = services.signer().bundle(FILE).toJson();
        verifyOf(bundle, FILE, OwnServices.RED).ok();
        verifyOf(bundle, FILE, "blue@example.com").exits(1);
        verifyOf(bundle, "another".getBytes(StandardCharsets.UTF_8), OwnServices.RED).exits(1);
    }

    @Test
    void goVerifiesStatementsThatCooperSigned() throws IOException, InterruptedException {
        Bundle bundle = services.signer().bundle(Dsse.IN_TOTO, OwnServices.statement(FILE));
        verifyOf(bundle.toJson(), FILE, OwnServices.RED).ok();
    }

    @Test
    void goVerifiesWhatCooperSignedWithAKey() throws IOException, InterruptedException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        byte[] bundle = services.signer(key).bundle(FILE).toJson();
        verifyOf(bundle, key).ok();
        verifyOf(bundle, other).exits(1);
        byte[] statement = OwnServices.statement(FILE);
        verifyOf(services.signer(key).bundle(Dsse.IN_TOTO, statement).toJson(), key).ok();
    }

    private static Processes.Result verifyOf(byte[] bundle, KeyPair key)
            throws IOException, InterruptedException {
        byte[] pem = PublicKeys.pem(key.publicKey()).getBytes(StandardCharsets.UTF_8);
        return verify(
                bundle,
                FILE,
                "-requireCTlog=false",
                "-publicKey",
                written("key.pub", pem).toString());
    }

    @Test
    void cooperVerifiesFilesThatGoSigned() throws IOException, InterruptedException {
        byte[] bundle = bundle(sign(FILE, "-rekor", "-tsa", "-id-token", services.token()));
        assertEquals("", services.verify(bundle, FILE, OwnServices.RED).why());
        assertTrue(
                services.verify(bundle, FILE, "blue@example.com")
                        .why()
                        .contains("certificate-identity"));
    }

    @Test
    void cooperVerifiesStatementsThatGoSigned() throws IOException, InterruptedException {
        byte[] statement = OwnServices.statement(FILE);
        byte[] bundle =
                bundle(
                        sign(
                                statement,
                                "-rekor",
                                "-tsa",
                                "-in-toto",
                                "-id-token",
                                services.token()));
        assertEquals("", services.verify(bundle, FILE, OwnServices.RED).why());
    }

    @Test
    void cooperVerifiesWhatGoSignedWithAKey() throws IOException, InterruptedException {
        Processes.Result signed = sign(FILE, "-rekor");
        String out = signed.out();
        String end = "-----END PUBLIC KEY-----";
        String pem = out.substring(out.indexOf("-----BEGIN"), out.indexOf(end) + end.length());
        Verifier key =
                Verifier.of(
                        PublicKeys.parse((pem + "\n").getBytes(StandardCharsets.UTF_8), "output")
                                .getFirst());
        assertEquals("", services.verify(bundle(signed), FILE, new Wanted.Key(key)).why());
    }
}
