package dev.cooper.trust.keyless;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.timestamp.TimestampToken;

import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Who stamps the time on signatures (RFC 3161, over HTTP). */
final class StampClient {
    private static final int MOST = 256 << 10;

    private final Web web;
    private final String address;

    StampClient(Web web, String address) {
        this.web = web;
        this.address = address;
    }

    /** Has a signature stamped; returns the whole answer, as bundles carry it. */
    byte[] stamp(byte[] signature) throws IOException {
        BigInteger nonce = new BigInteger(64, new SecureRandom());
        byte[] hash = HexFormat.of().parseHex(Digest.sha256(signature).hex());
        TimeStampReq request =
                new TimeStampReq(
                        new MessageImprint(
                                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), hash),
                        null,
                        new ASN1Integer(nonce),
                        ASN1Boolean.TRUE,
                        null);
        byte[] answer =
                web.post(address, "application/timestamp-query", request.getEncoded("DER"), MOST);
        try {
            TimestampToken token = TimestampToken.parse(answer);
            if (token.isAbout(signature) && token.nonce().equals(Optional.of(nonce))) {
                return answer;
            }
        } catch (SyntaxException e) {
            throw new IOException(address + " gave no time stamp: " + e.getMessage(), e);
        }
        throw new IOException(address + " gave a time stamp that answers another question");
    }
}
