package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Scope;
import dev.cooper.testkit.TestCertificates;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry that trusts an outside issuer of tokens, and what it does not believe. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAccessTest {
    private static final String CHALLENGE =
            "Bearer realm=\"https://auth.example.org/token\",service=\"cellar\"";

    @TempDir static Path directory;
    private ECKey key;
    private TestCertificates certificates;
    private TestRegistry registry;

    @BeforeAll
    void start() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        Path jwks = directory.resolve("jwks.json");
        Files.writeString(jwks, new JWKSet(key.toPublicJWK()).toString());
        certificates = new TestCertificates(directory);
        certificates.root("trusted");
        certificates.issued("issued", "trusted");
        certificates.root("stranger");
        Path bundle = directory.resolve("bundle.pem");
        certificates.write("trusted", bundle, directory.resolve("unused.pem"));
        Path config = directory.resolve("config.yml");
        Files.writeString(
                config,
                """
                http: {addr: '127.0.0.1:0'}
                storage: {delete: {enabled: true}}
                auth:
                  token:
                    realm: https://auth.example.org/token
                    service: cellar
                    issuer: the issuer
                    rootcertbundle: %s
                    jwks: %s
                """
                        .formatted(bundle, jwks));
        registry = new TestRegistry(RegistryConfig.parse(Optional.of(config), Map.of(), directory));
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
    }

    private static JWTClaimsSet.Builder claims(Scope... access) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("the issuer")
                .subject("ann")
                .audience("cellar")
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim(
                        "access",
                        Arrays.stream(access)
                                .map(scope ->
                                        Map.of(
                                                "type", scope.type(),
                                                "name", scope.name(),
                                                "actions", List.copyOf(scope.actions())))
                                .toList());
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
                signer(key),
                claims.build());
    }

    private static JWSSigner signer(ECKey key) {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<byte[]> get(String path, String token) {
        return registry.get(path, "Authorization", "Bearer " + token);
    }

    private void isNotBelieved(String token, String why) {
        HttpResponse<byte[]> refused = get("/v2/", token);
        assertEquals(401, refused.statusCode());
        assertEquals(
                CHALLENGE + ",error=\"invalid_token\"",
                TestRegistry.header(refused, "WWW-Authenticate"));
        String body = new String(refused.body(), StandardCharsets.UTF_8);
        assertTrue(body.contains("\"UNAUTHORIZED\"") && body.contains(why), body);
    }

    private static String challenge(HttpResponse<byte[]> refused) {
        assertEquals(401, refused.statusCode());
        return TestRegistry.header(refused, "WWW-Authenticate").substring(CHALLENGE.length());
    }

    @Test
    void theChallengeNamesWhatIsNeeded() {
        assertEquals("", challenge(registry.get("/v2/")));
        assertEquals(
                ",scope=\"repository:team/shop:pull\"",
                challenge(registry.get("/v2/team/shop/manifests/1")));
        assertEquals(
                ",scope=\"repository:team/shop:pull,push\"",
                challenge(registry.putManifest("team/shop", "1", "x", new byte[0])));
        assertEquals(
                ",scope=\"repository:team/shop:delete\"",
                challenge(registry.delete("/v2/team/shop/manifests/1")));
        assertEquals(",scope=\"registry:catalog:*\"", challenge(registry.get("/v2/_catalog")));
        assertEquals(
                ",scope=\"repository:team/shop:pull,push repository:base/os:pull\"",
                challenge(
                        registry.send(
                                "POST",
                                "/v2/team/shop/blobs/uploads/?mount=sha256:"
                                        + "a".repeat(64)
                                        + "&from=base/os",
                                new byte[0])));
        assertEquals("", challenge(registry.get("/v2/NO%20NAME/manifests/1")));
    }

    @Test
    void aTokenLetsItsBearerDoWhatItSaysAndNoMore() {
        Scope both = Scope.repository("team/shop", Scope.PULL, Scope.PUSH);
        String token = signed(claims(both));
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        String address = "/v2/team/shop/blobs/uploads/?digest=" + Digest.sha256(content);
        assertEquals(
                201,
                registry.send("POST", address, content, "Authorization", "Bearer " + token)
                        .statusCode());
        assertEquals(200, get("/v2/team/shop/blobs/" + Digest.sha256(content), token).statusCode());
        assertEquals(200, get("/v2/", signed(claims())).statusCode());
        String pull = signed(claims(Scope.repository("team/shop", Scope.PULL)));
        assertEquals(
                ",scope=\"repository:team/shop:pull,push\",error=\"insufficient_scope\"",
                challenge(
                        registry.send(
                                "POST", address, content, "Authorization", "Bearer " + pull)));
        assertEquals(
                ",scope=\"registry:catalog:*\",error=\"insufficient_scope\"",
                challenge(get("/v2/_catalog", token)));
        assertEquals(200, get("/v2/_catalog", signed(claims(Scope.CATALOG))).statusCode());
    }

    @Test
    void aTokenForOneRepositoryDoesNotOpenAnother() {
        String token = signed(claims(Scope.repository("team/shop", "*")));
        for (String other : List.of("team/shop2", "team", "team/shop/sub", "other")) {
            assertEquals(
                    ",scope=\"repository:" + other + ":pull\",error=\"insufficient_scope\"",
                    challenge(get("/v2/" + other + "/tags/list", token)));
        }
    }

    @Test
    void aBlobIsMountedOnlyFromWhereTheBearerMayRead() {
        byte[] content = "secret".getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.sha256(content);
        String owner = signed(claims(Scope.repository("hidden", Scope.PULL, Scope.PUSH)));
        registry.send(
                "POST",
                "/v2/hidden/blobs/uploads/?digest=" + digest,
                content,
                "Authorization",
                "Bearer " + owner);
        Scope target = Scope.repository("mine", Scope.PULL, Scope.PUSH);
        String mount = "/v2/mine/blobs/uploads/?mount=" + digest;
        String poor = "Bearer " + signed(claims(target));
        String rich = "Bearer " + signed(claims(target, Scope.repository("hidden", Scope.PULL)));
        byte[] none = new byte[0];
        for (String address : List.of(mount + "&from=hidden", mount)) {
            HttpResponse<byte[]> session =
                    registry.send("POST", address, none, "Authorization", poor);
            assertEquals(202, session.statusCode());
            assertTrue(TestRegistry.header(session, "Location").contains("/v2/mine/blobs/"));
        }
        assertEquals(
                201,
                registry.send("POST", mount + "&from=hidden", none, "Authorization", rich)
                        .statusCode());
        assertEquals(201, registry.send("POST", mount, none, "Authorization", rich).statusCode());
    }

    @Test
    void aForgedTokenIsRefused() throws JOSEException {
        String token = signed(claims());
        String[] parts = token.split("\\.");
        String other = signed(claims(Scope.repository("team/shop", "*"))).split("\\.")[1];
        isNotBelieved(parts[0] + "." + other + "." + parts[2], "signature is wrong");
        isNotBelieved(parts[0] + "." + parts[1] + ".", "no signed JWT");
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        JWSHeader sameName = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build();
        isNotBelieved(signed(sameName, signer(foreign), claims().build()), "signature is wrong");
        JWSHeader unknown = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("two").build();
        isNotBelieved(signed(unknown, signer(foreign), claims().build()), "not trusted");
        JWSHeader unnamed = new JWSHeader.Builder(JWSAlgorithm.ES256).build();
        isNotBelieved(signed(unnamed, signer(key), claims().build()), "not trusted");
        for (String text : List.of("x", "a.b.c", "..", "e30.e30.e30", "e30..")) {
            isNotBelieved(text, "no signed JWT");
        }
    }

    @Test
    void aTokenThatBringsItsOwnKeyIsRefused() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID("one")
                        .jwk(foreign.toPublicJWK())
                        .build();
        isNotBelieved(signed(header, signer(foreign), claims().build()), "not trusted");
        JWSHeader known = new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(key.toPublicJWK()).build();
        assertEquals(200, get("/v2/", signed(known, signer(key), claims().build())).statusCode());
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        isNotBelieved(new PlainJWT(claims().build()).serialize(), "no signed JWT");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws JOSEException {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build();
        isNotBelieved(
                signed(header, new MACSigner(secret), claims().build()),
                "an algorithm that is not taken");
    }

    @Test
    void anExpiredTokenIsRefused() {
        Instant now = Instant.now();
        isNotBelieved(
                signed(claims().expirationTime(Date.from(now.minusSeconds(120)))), "has expired");
        isNotBelieved(signed(claims().expirationTime(null)), "has expired");
        isNotBelieved(
                signed(claims().notBeforeTime(Date.from(now.plusSeconds(120)))), "not valid yet");
        String late = signed(claims().expirationTime(Date.from(now.minusSeconds(20))));
        assertEquals(200, get("/v2/", late).statusCode());
    }

    @Test
    void aTokenForAnotherServiceOrOfAnotherIssuerIsRefused() {
        isNotBelieved(signed(claims().audience("other")), "for another service");
        isNotBelieved(signed(claims().audience((String) null)), "for another service");
        isNotBelieved(signed(claims().issuer("other")), "another issuer");
        assertEquals(
                200,
                get("/v2/", signed(claims().audience(List.of("other", "cellar")))).statusCode());
    }

    @Test
    void certificatesInATokenAreFollowedToTheBundle()
            throws IOException, GeneralSecurityException, JOSEException {
        assertEquals(200, get("/v2/", certified("trusted")).statusCode());
        assertEquals(200, get("/v2/", certified("issued")).statusCode());
        isNotBelieved(certified("stranger"), "not trusted");
        JWSHeader byId =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(KeyIds.libtrust(certificates.certificate("trusted").getPublicKey()))
                        .build();
        JWSSigner signer = new ECDSASigner((ECPrivateKey) certificates.key("trusted"));
        assertEquals(200, get("/v2/", signed(byId, signer, claims().build())).statusCode());
    }

    private String certified(String alias)
            throws IOException, GeneralSecurityException, JOSEException {
        X509Certificate certificate = certificates.certificate(alias);
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .x509CertChain(List.of(Base64.encode(certificate.getEncoded())))
                        .build();
        return signed(
                header, new ECDSASigner((ECPrivateKey) certificates.key(alias)), claims().build());
    }
}
