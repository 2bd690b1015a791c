package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.Identity;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.server.OutsideIssuer.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which tokens of others are believed, and what certificates say of them. */
class OutsideTokensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path home;
    private TestIssuer issuer;
    private ServerDirectory directory;
    private TokenIssuer own;
    private Instant now = START;

    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };

    @BeforeEach
    void start() throws IOException {
        issuer = new TestIssuer();
        directory = ServerDirectory.open(home, new byte[0]);
        own =
                new TokenIssuer(
                        "https://own.example",
                        directory,
                        People.open(directory, List.of(), (_, _) -> {}),
                        clock);
    }

    @AfterEach
    void stop() throws IOException {
        issuer.close();
        directory.close();
    }

    private OutsideTokens tokens(Kind kind, String domain) {
        return new OutsideTokens(own, List.of(issuer.as(kind, domain)), clock);
    }

    private Identity certified(Token token) throws IOException {
        return Identity.of(certificate(token));
    }

    private X509 certificate(Token token) throws IOException {
        try (CertificateLog log = new CertificateLog(directory, clock)) {
            KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
            return new CertificateAuthority(directory, log, clock)
                    .issue(token, key.publicKey())
                    .getFirst();
        }
    }

    @Test
    void workflowsOfGithubAreNamedWithAllThatFulcioSays() throws IOException {
        Token token = tokens(Kind.GITHUB, "").read(issuer.token(issuer.workflow(now)));
        assertEquals(List.of("repo:red/shop:ref:refs/heads/main"), token.challenges());
        X509 certificate = certificate(token);
        Identity identity = Identity.of(certificate);
        String workflow = "https://github.com/red/shop/.github/workflows/ci.yml@refs/heads/main";
        assertEquals(List.of(workflow), identity.names());
        assertEquals(Optional.of(issuer.url()), identity.issuer());
        Map<Integer, String> wanted =
                Map.ofEntries(
                        Map.entry(2, "push"),
                        Map.entry(3, "abc"),
                        Map.entry(4, "ci"),
                        Map.entry(5, "red/shop"),
                        Map.entry(6, "refs/heads/main"),
                        Map.entry(9, workflow),
                        Map.entry(11, "self-hosted"),
                        Map.entry(12, "https://github.com/red/shop"),
                        Map.entry(15, "7"),
                        Map.entry(16, "https://github.com/red"),
                        Map.entry(20, "push"),
                        Map.entry(21, "https://github.com/red/shop/actions/runs/12/attempts/1"),
                        Map.entry(24, "repo:red/shop:ref:refs/heads/main"));
        wanted.forEach((number, text) ->
                assertEquals(Optional.of(text), Identity.claim(certificate, number)));
        assertEquals(Optional.empty(), Identity.claim(certificate, 22));
    }

    @Test
    void otherKindsAreNamedAsFulcioNamesThem() throws IOException {
        Map<String, Object> pod = issuer.claims(now, "system:serviceaccount:shop:till");
        pod.put(
                "kubernetes.io",
                Map.of("namespace", "shop", "serviceaccount", Map.of("name", "till")));
        assertEquals(
                List.of("https://kubernetes.io/namespaces/shop/serviceaccounts/till"),
                certified(tokens(Kind.KUBERNETES, "").read(issuer.token(pod))).names());
        Map<String, Object> pipeline = issuer.claims(now, "project_path:red/shop");
        pipeline.put("ci_config_ref_uri", "gitlab.com/red/shop//.gitlab-ci.yml@refs/heads/main");
        pipeline.put("project_path", "red/shop");
        pipeline.put("sha", "abc");
        pipeline.put("ref", "main");
        pipeline.put("ref_type", "branch");
        pipeline.put("job_id", 302L);
        X509 certificate = certificate(tokens(Kind.GITLAB, "").read(issuer.token(pipeline)));
        assertEquals(
                List.of("https://gitlab.com/red/shop//.gitlab-ci.yml@refs/heads/main"),
                Identity.of(certificate).names());
        assertEquals(Optional.of("refs/heads/main"), Identity.claim(certificate, 14));
        assertEquals(
                Optional.of("https://gitlab.com/red/shop/-/jobs/302"),
                Identity.claim(certificate, 21));
        assertEquals(
                List.of("spiffe://shop.example/till"),
                certified(of(Kind.SPIFFE, "shop.example", "spiffe://shop.example/till")).names());
        assertEquals(
                List.of("https://shop.example/red"),
                certified(of(Kind.URI, "https://shop.example", "https://shop.example/red"))
                        .names());
        assertEquals(
                List.of("red!shop.example"),
                certified(of(Kind.USERNAME, "shop.example", "red")).names());
    }

    private Token of(Kind kind, String domain, String subject) {
        return tokens(kind, domain).read(issuer.token(issuer.claims(now, subject)));
    }

    @Test
    void whoIsOfAnotherDomainIsRefused() {
        for (String subject :
                List.of(
                        "spiffe://shop.example.evil/till",
                        "spiffe://evil@shop.example/till",
                        "https://shop.example/till",
                        "spiffe:shop.example")) {
            refused("trust domain", () -> of(Kind.SPIFFE, "shop.example", subject));
        }
        for (String subject :
                List.of(
                        "http://shop.example/red",
                        "https://shop.example.evil/red",
                        "https://red@shop.example/",
                        "red")) {
            refused("is not of", () -> of(Kind.URI, "https://shop.example", subject));
        }
        refused("plain name", () -> of(Kind.USERNAME, "shop.example", "red@evil.example"));
    }

    @Test
    void onlyVerifiedAddressesCount() throws IOException {
        Map<String, Object> claims = issuer.claims(now, "17");
        claims.put("email", "red@example.com");
        refused("not verified", () -> tokens(Kind.EMAIL, "").read(issuer.token(claims)));
        claims.put("email_verified", true);
        Token token = tokens(Kind.EMAIL, "").read(issuer.token(claims));
        assertEquals(List.of("red@example.com"), certified(token).names());
    }

    @Test
    void tokensAreForUsAndForNow() {
        Map<String, Object> claims = issuer.workflow(now);
        claims.put("aud", "others");
        refused("not for sigstore", () -> tokens(Kind.GITHUB, "").read(issuer.token(claims)));
        claims.put("aud", List.of("others", "sigstore"));
        OutsideTokens tokens = tokens(Kind.GITHUB, "");
        String token = issuer.token(claims);
        assertEquals(issuer.url(), tokens.read(token).issuer());
        now = START.plusSeconds(359);
        assertEquals(issuer.url(), tokens.read(token).issuer());
        now = START.plusSeconds(360);
        refused("it was valid until", () -> tokens.read(token));
        now = START.minusSeconds(61);
        refused("compare the clocks", () -> tokens.read(token));
    }

    @Test
    void signaturesMustBeOfTheIssuersKeys() {
        OutsideTokens tokens = tokens(Kind.GITHUB, "");
        Map<String, Object> claims = issuer.workflow(now);
        for (String algorithm : List.of("none", "HS256", "ES256", "RS512", "")) {
            refused("no key of", () -> tokens.read(issuer.token(algorithm, claims)));
        }
        String good = issuer.token(claims);
        assertEquals(issuer.url(), tokens.read(good).issuer());
        issuer.key = KeyPair.generate(KeyAlgorithm.RSA_2048);
        refused("no key of", () -> tokens.read(issuer.token(claims)));
        claims.put("iss", "https://evil.example");
        refused("token is refused", () -> tokens.read(issuer.token(claims)));
        for (String broken : List.of("", "a.b", "a.b.c", good + ".x")) {
            assertThrows(RefusedException.class, () -> tokens.read(broken));
        }
    }

    @Test
    void newKeysAreFoundAndOldOnesDoNotLastForEver() {
        OutsideTokens tokens = tokens(Kind.GITHUB, "");
        String first = issuer.token(issuer.workflow(now));
        assertEquals(issuer.url(), tokens.read(first).issuer());
        assertEquals(2, issuer.asked.get());
        issuer.key = KeyPair.generate(KeyAlgorithm.RSA_2048);
        issuer.id = "two";
        String second = issuer.token(issuer.workflow(now));
        refused("no key of", () -> tokens.read(second)); // asked a moment ago
        assertEquals(2, issuer.asked.get());
        now = START.plusSeconds(31);
        assertEquals(issuer.url(), tokens.read(second).issuer());
        refused("no key of", () -> tokens.read(first));
        issuer.isDown = true;
        now = START.plusSeconds(3000);
        assertEquals(issuer.url(), tokens.read(issuer.token(issuer.workflow(now))).issuer());
        now = START.plusSeconds(3700);
        RefusedException refused =
                refused("cannot be had", () -> tokens.read(issuer.token(issuer.workflow(now))));
        assertEquals(503, refused.status());
    }

    private static RefusedException refused(String why, Runnable reading) {
        RefusedException refused = assertThrows(RefusedException.class, reading::run);
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
        return refused;
    }

    @Test
    void theFileIsFulcios() {
        List<OutsideIssuer> read =
                parse(
                        """
                        oidc-issuers:
                          https://login.shop.example:
                            issuer-url: https://login.shop.example
                            client-id: sigstore
                            type: uri
                            subject-domain: https://people.shop.example
                            contact: red@shop.example
                          https://cluster.example:
                            client-id: sigstore
                            type: kubernetes
                        """);
        assertEquals(
                List.of(Kind.URI, Kind.KUBERNETES),
                read.stream().map(OutsideIssuer::kind).toList());
        assertEquals(
                read.subList(1, 2),
                parse(
                        """
                        {"OIDCIssuers": {"https://cluster.example":
                          {"IssuerURL": "https://cluster.example", "ClientID": "sigstore",
                           "Type": "kubernetes"}}}
                        """));
        for (String wrong :
                List.of(
                        "oidc-issuers: {}",
                        "meta-issuers: {\"https://*\": {}}",
                        "oidc-issuers: {\"http://a.example\": {client-id: s, type: email}}",
                        "oidc-issuers: {\"https://a.example\": {type: email}}",
                        "oidc-issuers: {\"https://a.example\": {client-id: s, type: ci-provider}}",
                        "oidc-issuers: {\"https://a.example\": {client-id: s, type: spiffe}}",
                        "oidc-issuers: {\"https://a.example\": {client-id: s, type: email,"
                                + " issuer-claim: $.x}}",
                        "oidc-issuers: {\"https://a.example\": {client-id: s, type: uri,"
                                + " subject-domain: https://b.test}}",
                        "- a",
                        "{")) {
            assertThrows(SyntaxException.class, () -> parse(wrong), wrong);
        }
    }

    private static List<OutsideIssuer> parse(String text) {
        return IssuerFile.parse(text.getBytes(StandardCharsets.UTF_8), "issuers.yaml");
    }
}
