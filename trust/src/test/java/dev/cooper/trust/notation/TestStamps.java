package dev.cooper.trust.notation;

import com.sun.net.httpserver.HttpServer;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** A service that stamps the time, at a port of this machine. */
final class TestStamps implements AutoCloseable {
    final TestAuthority root;
    private final TestAuthority stamper;
    private final HttpServer server;

    /** The moment that it stamps. */
    volatile Instant now = TestAuthority.NOW;

    TestStamps() throws Exception {
        root = TestAuthority.self(TestAuthority.authority("stamps"));
        TestAuthority.Wish wish = TestAuthority.signer();
        wish.name = "C=DE,ST=Berlin,O=Shop,CN=stamper";
        wish.purposes = List.of(KeyPurposeId.id_kp_timeStamping);
        stamper = root.issue(wish);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] body = answer(exchange.getRequestBody().readAllBytes());
                        exchange.getResponseHeaders()
                                .set("Content-Type", "application/timestamp-reply");
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    TimestampService service() {
        return new TimestampService(address(), List.of(root.certificate()));
    }

    private byte[] answer(byte[] question) throws Exception {
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        TimeStampTokenGenerator tokens =
                new TimeStampTokenGenerator(
                        new JcaSimpleSignerInfoGeneratorBuilder()
                                .build(
                                        "SHA256withECDSA",
                                        stamper.keys().getPrivate(),
                                        stamper.certificate()),
                        digests.get(
                                new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                        TSPAlgorithms.SHA256)),
                        new ASN1ObjectIdentifier("1.2.3.4"));
        tokens.setAccuracySeconds(1);
        tokens.addCertificates(new JcaCertStore(stamper.chain()));
        return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                .generate(new TimeStampRequest(question), BigInteger.TEN, Date.from(now))
                .getEncoded();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
