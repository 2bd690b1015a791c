package dev.cooper.trust.keyless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Artifact;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.Period;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.SigningConfig.Service;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;

class TiledRekorTest {
    private static final byte[] FILE = "a file".getBytes(StandardCharsets.UTF_8);

    private OwnServices services;
    private TiledLog log;

    @BeforeEach
    void start() throws IOException {
        services = OwnServices.start();
        log = TiledLog.start();
    }

    @AfterEach
    void stop() throws IOException {
        log.close();
        services.close();
    }

    /** The own services, with the log instead of theirs. */
    private SigningConfig config(boolean stamps) throws IOException {
        SigningConfig own =
                SigningConfig.parse(Files.readAllBytes(services.server.signingConfig()), "config");
        Period period = Period.since(Instant.now().minusSeconds(60));
        return new SigningConfig(
                own.authorities(),
                own.issuers(),
                List.of(new Service(log.url(), 2, period, "test")),
                "ANY",
                stamps ? own.timestampAuthorities() : List.of(),
                "ANY");
    }

    private KeylessSigner signer(boolean stamps, long newest)
            throws IOException, InterruptedException {
        Instant now = Instant.now();
        IdentityToken token = IdentityToken.parse(services.token(), now);
        return new KeylessSigner(config(stamps), token, newest, now);
    }

    private Check verify(Bundle bundle, Wanted wanted) throws IOException {
        TrustedRoot own = services.root();
        TrustedRoot root =
                new TrustedRoot(
                        List.of(log.trusted()),
                        own.authorities(),
                        own.certificateLogs(),
                        own.timestampAuthorities());
        return new BundleVerifier(root, VerifyOptions.strict(Instant.now()))
                .verify(bundle.toJson(), Artifact.of(FILE), wanted);
    }

    private Check verify(Bundle bundle) throws IOException {
        WantedIdentity red = WantedIdentity.of(OwnServices.RED, services.server.url());
        return verify(bundle, new Wanted.Identities(List.of(red)));
    }

    @Test
    void filesAndStatementsAreEnteredAsHashes() throws IOException, InterruptedException {
        Bundle file = signer(true, 2).bundle(FILE);
        assertEquals("", verify(file).why());
        assertTrue(log.asked.contains("\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\""), log.asked);
        Bundle statement = signer(true, 2).bundle(Dsse.IN_TOTO, OwnServices.statement(FILE));
        assertTrue(log.asked.startsWith("{\"hashedRekordRequestV002\":"), log.asked);
        assertEquals("", verify(statement).why());
        assertEquals(0, statement.logEntries().getFirst().integratedTime());
    }

    @Test
    void signaturesWithKeysAreEnteredToo() throws IOException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        Bundle bundle =
                new LoggedSigner(key, List.of(), config(false), 2, Instant.now()).bundle(FILE);
        assertTrue(log.asked.contains("\"publicKey\""), log.asked);
        assertEquals("", verify(bundle, new Wanted.Key(Verifier.of(key.publicKey()))).why());
    }

    @Test
    void nobodyIsAskedWhenNothingWouldProveTheTime() throws IOException, InterruptedException {
        KeylessSigner signer = signer(false, 2);
        SyntaxException e = assertThrows(SyntaxException.class, () -> signer.bundle(FILE));
        assertTrue(String.valueOf(e.getMessage()).contains("proves no time"));
        assertEquals("", log.asked);
    }

    @Test
    void theOlderFormDoesNotTellLogsThatPromiseNothing() throws IOException, InterruptedException {
        KeylessSigner signer = signer(true, 1);
        SyntaxException e = assertThrows(SyntaxException.class, () -> signer.bundle(FILE));
        assertTrue(String.valueOf(e.getMessage()).contains(log.url()));
    }

    @Test
    void entriesAboutSomethingElseAreRefused() throws IOException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        LoggedSigner signer = new LoggedSigner(key, List.of(), config(true), 2, Instant.now());
        String known = new String(signer.bundle(FILE).toJson(), StandardCharsets.UTF_8);
        int start = known.indexOf("{\"logIndex\"");
        log.other = known.substring(start, known.indexOf("}]", start) + 1);
        IOException e = assertThrows(IOException.class, () -> signer.bundle(FILE));
        assertTrue(
                String.valueOf(e.getMessage()).endsWith("it is about another signature"),
                e::getMessage);
        log.other = "{}";
        assertThrows(IOException.class, () -> signer.bundle(FILE));
    }
}
