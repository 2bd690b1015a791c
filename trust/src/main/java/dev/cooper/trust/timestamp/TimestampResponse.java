package dev.cooper.trust.timestamp;

import dev.cooper.oci.SyntaxException;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

import java.math.BigInteger;

/** The answer of an authority: a status and, if it granted, a time stamp. */
final class TimestampResponse {
    private static final int GRANTED = 0;
    private static final int GRANTED_WITH_CHANGES = 1;

    private TimestampResponse() {}

    static ASN1Encodable token(ASN1Sequence response) {
        ASN1Sequence status = ASN1Sequence.getInstance(response.getObjectAt(0));
        BigInteger code = ASN1Integer.getInstance(status.getObjectAt(0)).getValue();
        boolean granted =
                code.equals(BigInteger.valueOf(GRANTED))
                        || code.equals(BigInteger.valueOf(GRANTED_WITH_CHANGES));
        if (!granted || response.size() < 2) {
            throw new SyntaxException("time stamp: the authority refused it with status " + code);
        }
        return response.getObjectAt(1);
    }
}
