package dev.cooper.trust.keyless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.testkit.TestCertificates;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.root.Period;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.SigningConfig.Service;
import dev.sigstore.AlgorithmRegistry;
import dev.sigstore.KeylessSigner.Builder;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.SigningConfigProvider;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.oidc.client.OidcClients;
import dev.sigstore.oidc.client.TokenStringOidcClient;
import dev.sigstore.strings.StringMatcher;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** sigstore-java verifies what Cooper signs without a key, and Cooper what sigstore-java signs. */
class SigstoreJavaIT {
    private static final byte[] FILE = "a file".getBytes(StandardCharsets.UTF_8);
    private static final String STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = STORE + "Password";

    private static OwnServices services;

    @BeforeAll
    static void start() throws Exception {
        services = OwnServices.start();
        // sigstore-java cannot write down an entry that is the first of its log.
        services.signer().bundle(FILE);
    }

    @AfterAll
    static void stop() throws IOException {
        services.close();
    }

    private static byte[] digest(byte[] content) {
        return HexFormat.of().parseHex(Digest.sha256(content).hex());
    }

    private static void verify(byte[] bundle, byte[] file, String who) throws Exception {
        CertificateMatcher matcher =
                CertificateMatcher.fulcio()
                        .subjectAlternativeName(StringMatcher.string(who))
                        .issuer(StringMatcher.string(services.server.url()))
                        .build();
        KeylessVerifier.builder()
                .trustedRootProvider(TrustedRootProvider.from(services.server.trustedRoot()))
                .build()
                .verify(
                        digest(file),
                        Bundle.from(new StringReader(new String(bundle, StandardCharsets.UTF_8))),
                        VerificationOptions.builder().addCertificateMatchers(matcher).build());
    }

    @Test
    void javaVerifiesFilesThatCooperSigned() throws Exception {
        byte[] bundle = services.signer().bundle(FILE).toJson();
        verify(bundle, FILE, OwnServices.RED);
        assertThrows(
                KeylessVerificationException.class, () -> verify(bundle, FILE, "blue@example.com"));
        assertThrows(
                KeylessVerificationException.class,
                () -> verify(bundle, "another".getBytes(StandardCharsets.UTF_8), OwnServices.RED));
    }

    @Test
    void javaVerifiesStatementsThatCooperSigned() throws Exception {
        byte[] statement = OwnServices.statement(FILE);
        verify(services.signer().bundle(Dsse.IN_TOTO, statement).toJson(), FILE, OwnServices.RED);
    }

    @Test
    void cooperVerifiesFilesThatJavaSigned() throws Exception {
        byte[] bundle = signedByJava();
        assertEquals("", services.verify(bundle, FILE, OwnServices.RED).why());
        assertTrue(
                services.verify(bundle, FILE, "blue@example.com")
                        .why()
                        .contains("certificate-identity"));
        byte[] another = "another".getBytes(StandardCharsets.UTF_8);
        assertTrue(services.verify(bundle, another, OwnServices.RED).why().contains("digest"));
    }

    /** It asks for certificates over TLS only, and takes the authorities of that from Java. */
    private static byte[] signedByJava() throws Exception {
        Path directory = services.scratch.directory("grpc");
        TestCertificates certificates = new TestCertificates(directory);
        certificates.root("server");
        String store = System.getProperty(STORE);
        String password = System.getProperty(PASSWORD);
        System.setProperty(STORE, directory.resolve("keys.p12").toString());
        System.setProperty(PASSWORD, new String(TestCertificates.password()));
        try (GrpcAuthority authority =
                        GrpcAuthority.start(services.server.url(), certificates, directory);
                dev.sigstore.KeylessSigner signer = signer(config(authority, directory))) {
            return signer.sign(digest(FILE)).toJson().getBytes(StandardCharsets.UTF_8);
        } finally {
            restore(STORE, store);
            restore(PASSWORD, password);
        }
    }

    private static void restore(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    private static dev.sigstore.KeylessSigner signer(Path config) throws Exception {
        return new Builder()
                .trustedRootProvider(TrustedRootProvider.from(services.server.trustedRoot()))
                .signingConfigProvider(SigningConfigProvider.from(config))
                .allowedOidcIdentities(List.of())
                .signingAlgorithm(AlgorithmRegistry.SigningAlgorithm.PKIX_ECDSA_P256_SHA_256)
                .minSigningCertificateLifetime(
                        dev.sigstore.KeylessSigner.DEFAULT_MIN_SIGNING_CERTIFICATE_LIFETIME)
                .forceCredentialProviders(
                        OidcClients.of(TokenStringOidcClient.from(services.token())))
                .build();
    }

    /** The services' own, but for the authority. */
    private static Path config(GrpcAuthority authority, Path directory) throws IOException {
        SigningConfig own =
                SigningConfig.parse(
                        Files.readAllBytes(services.server.signingConfig()), "signing config");
        Service service =
                new Service(
                        authority.url(), 1, Period.since(Instant.now().minusSeconds(60)), "test");
        Path file = directory.resolve("config.json");
        SigningConfig changed =
                new SigningConfig(
                        List.of(service),
                        own.issuers(),
                        own.logs(),
                        own.logChoice(),
                        own.timestampAuthorities(),
                        own.timestampChoice());
        Files.write(file, changed.toJson());
        return file;
    }
}
