package dev.cooper.trust.certificate;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertificate;

import java.io.IOException;

/** What was to be a certificate before the logs' answers were put into it (RFC 6962). */
final class Precertificate {
    private static final int EXTENSIONS = 3;

    private Precertificate() {}

    /** Writes it without an extension; all else, order included, stays as it is. */
    static byte[] without(TBSCertificate certificate, ASN1ObjectIdentifier extension)
            throws IOException {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (var part : ASN1Sequence.getInstance(certificate.toASN1Primitive())) {
            if (part instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS) {
                ASN1EncodableVector kept = new ASN1EncodableVector();
                for (var one : ASN1Sequence.getInstance(tagged, true)) {
                    if (!Extension.getInstance(one).getExtnId().equals(extension)) {
                        kept.add(one);
                    }
                }
                parts.add(new DERTaggedObject(true, EXTENSIONS, new DERSequence(kept)));
            } else {
                parts.add(part);
            }
        }
        return new DERSequence(parts).getEncoded("DER");
    }
}
