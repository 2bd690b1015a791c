package dev.cooper.trust.notation;

import dev.cooper.trust.keyless.Web;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who stamps the time on signatures (RFC 3161, over HTTP). */
public final class TimestampService {
    private static final int MOST_BYTES = 1 << 20;

    private final String address;
    private final List<X509Certificate> roots;

    /**
     * Makes a client.
     *
     * @param address of the service
     * @param roots whose stamps are taken
     */
    public TimestampService(String address, List<X509Certificate> roots) {
        this.address = address;
        this.roots = List.copyOf(roots);
    }

    byte[] stamp(byte[] signature, Algorithm algorithm) throws IOException {
        byte[] digest = algorithm.hash(signature);
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request =
                generator.generate(
                        new ASN1ObjectIdentifier(
                                switch (digest.length) {
                                    case 32 -> "2.16.840.1.101.3.4.2.1";
                                    case 48 -> "2.16.840.1.101.3.4.2.2";
                                    default -> "2.16.840.1.101.3.4.2.3";
                                }),
                        digest,
                        new BigInteger(128, new SecureRandom()));
        byte[] answer =
                new Web()
                        .post(
                                address,
                                "application/timestamp-query",
                                request.getEncoded(),
                                MOST_BYTES);
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new IOException(address + " stamps nothing: " + response.getStatusString());
            }
            byte[] encoded = token.getEncoded();
            Timestamp.parse(encoded).verify(digest, roots);
            return encoded;
        } catch (TSPException e) {
            throw new IOException(address + " sends no time stamp: " + e.getMessage(), e);
        }
    }
}
