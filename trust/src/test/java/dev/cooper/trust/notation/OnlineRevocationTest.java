package dev.cooper.trust.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.trust.notation.TestAuthority.Wish;
import dev.cooper.trust.verdict.Check;

import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;

class OnlineRevocationTest {
    private static final Instant NOW = TestAuthority.NOW;

    /** What a service answers to what it is asked. */
    private interface Answer {
        byte[] to(byte[] question) throws Exception;
    }

    private HttpServer server;
    private TestAuthority root;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        root = TestAuthority.self(TestAuthority.authority("root"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String serve(String path, Answer answer) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        byte[] body = answer.to(exchange.getRequestBody().readAllBytes());
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                });
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static byte[] ocsp(
            byte[] question, TestAuthority by, @Nullable CertificateStatus status, Instant from)
            throws Exception {
        BasicOCSPRespBuilder builder =
                new JcaBasicOCSPRespBuilder(
                        by.keys().getPublic(),
                        new JcaDigestCalculatorProviderBuilder()
                                .build()
                                .get(org.bouncycastle.cert.ocsp.RespID.HASH_SHA1));
        OCSPReq asked = new OCSPReq(question);
        for (Req one : asked.getRequestList()) {
            builder.addResponse(
                    one.getCertID(), status, Date.from(from), Date.from(from.plusSeconds(3600)));
        }
        return new OCSPRespBuilder()
                .build(
                        OCSPResp.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(by.keys().getPrivate()),
                                new JcaX509CertificateHolder[] {
                                    new JcaX509CertificateHolder(by.certificate())
                                },
                                Date.from(from)))
                .getEncoded();
    }

    private byte[] list(TestAuthority by, @Nullable TestAuthority revoked, Instant from)
            throws Exception {
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(by.certificate(), Date.from(from));
        builder.setNextUpdate(Date.from(from.plusSeconds(3600)));
        if (revoked != null) {
            builder.addCRLEntry(
                    revoked.certificate().getSerialNumber(),
                    Date.from(from),
                    CRLReason.keyCompromise);
        }
        return builder.build(
                        new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(by.keys().getPrivate()))
                .getEncoded();
    }

    private Check check(Wish wish) throws Exception {
        return new OnlineRevocation(NOW).check(root.issue(wish).chain());
    }

    private Check byResponder(Answer answer) throws Exception {
        Wish wish = TestAuthority.signer();
        wish.responder = serve("/ocsp" + Math.random(), answer);
        return check(wish);
    }

    @Test
    void whoNamesNobodyIsNotRevoked() throws Exception {
        assertTrue(check(TestAuthority.signer()).isPassed());
    }

    @Test
    void respondersDecide() throws Exception {
        assertTrue(byResponder(asked -> ocsp(asked, root, CertificateStatus.GOOD, NOW)).isPassed());
        Check revoked =
                byResponder(asked ->
                        ocsp(
                                asked,
                                root,
                                new RevokedStatus(Date.from(NOW), CRLReason.keyCompromise),
                                NOW));
        assertEquals(Check.Outcome.FAILED, revoked.outcome());
        assertTrue(revoked.reason().contains("is revoked, says http://"), revoked.reason());
        Check unknown = byResponder(asked -> ocsp(asked, root, new UnknownStatus(), NOW));
        assertEquals(Check.Outcome.NOT_CHECKED, unknown.outcome());
    }

    @Test
    void answersOfStrangersAndOfAnotherTimeProveNothing() throws Exception {
        TestAuthority stranger = TestAuthority.self(TestAuthority.authority("root"));
        Check foreign = byResponder(asked -> ocsp(asked, stranger, CertificateStatus.GOOD, NOW));
        assertEquals(Check.Outcome.NOT_CHECKED, foreign.outcome(), foreign.reason());
        Check old =
                byResponder(asked ->
                        ocsp(asked, root, CertificateStatus.GOOD, NOW.minusSeconds(90_000)));
        assertEquals(Check.Outcome.NOT_CHECKED, old.outcome());
        assertTrue(old.reason().contains("answers for"), old.reason());
        TestAuthority signer = root.issue(TestAuthority.signer());
        Check employee = byResponder(asked -> ocsp(asked, signer, CertificateStatus.GOOD, NOW));
        assertEquals(Check.Outcome.NOT_CHECKED, employee.outcome());
    }

    @Test
    void theIssuerMayLetSomebodyElseAnswer() throws Exception {
        Wish wish = TestAuthority.signer();
        wish.purposes =
                java.util.List.of(org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_OCSPSigning);
        TestAuthority deputy = root.issue(wish);
        Check said = byResponder(asked -> ocsp(asked, deputy, CertificateStatus.GOOD, NOW));
        assertTrue(said.isPassed(), said.reason());
    }

    @Test
    void listsDecideWhereNoResponderAnswers() throws Exception {
        Wish wish = TestAuthority.signer();
        wish.responder = "http://127.0.0.1:1/";
        wish.list = serve("/list", _ -> list(root, null, NOW));
        Check good = check(wish);
        assertTrue(good.isPassed(), good.reason());
        TestAuthority[] signer = new TestAuthority[1];
        Wish bad = TestAuthority.signer();
        bad.list = serve("/bad", _ -> list(root, signer[0], NOW));
        signer[0] = root.issue(bad);
        Check revoked = new OnlineRevocation(NOW).check(signer[0].chain());
        assertEquals(Check.Outcome.FAILED, revoked.outcome(), revoked.reason());
    }

    @Test
    void listsOfStrangersAndOldOnesProveNothing() throws Exception {
        TestAuthority stranger = TestAuthority.self(TestAuthority.authority("root"));
        Wish foreign = TestAuthority.signer();
        foreign.list = serve("/foreign", _ -> list(stranger, null, NOW));
        assertEquals(Check.Outcome.NOT_CHECKED, check(foreign).outcome());
        Wish old = TestAuthority.signer();
        old.list = serve("/old", _ -> list(root, null, NOW.minusSeconds(7200)));
        Check stale = check(old);
        assertEquals(Check.Outcome.NOT_CHECKED, stale.outcome());
        assertTrue(stale.reason().contains("sends a list for"), stale.reason());
    }

    @Test
    void whereNobodyAnswersNothingIsKnown() throws Exception {
        Wish wish = TestAuthority.signer();
        wish.responder = "http://127.0.0.1:1/";
        wish.list = "ldap://127.0.0.1/list";
        Check none = check(wish);
        assertEquals(Check.Outcome.NOT_CHECKED, none.outcome());
        assertTrue(none.reason().contains("http://127.0.0.1:1/ cannot be reached"), none.reason());
        assertTrue(none.reason().contains("no address of http"), none.reason());
        Check damaged = byResponder(_ -> new byte[] {1, 2, 3});
        assertEquals(Check.Outcome.NOT_CHECKED, damaged.outcome());
    }
}
