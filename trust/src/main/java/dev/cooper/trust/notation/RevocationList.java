package dev.cooper.trust.notation;

import dev.cooper.trust.keyless.Web;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/** Lists of revoked certificates (RFC 5280), over HTTP: whole ones, by who issued them. */
final class RevocationList implements OnlineRevocation.Source {
    private static final int MOST_BYTES = 32 << 20;
    private static final String SCOPE = "2.5.29.28";
    private static final String DELTA = "2.5.29.27";

    private final Web web;
    private final Instant now;

    RevocationList(Web web, Instant now) {
        this.web = web;
        this.now = now;
    }

    @Override
    public OnlineRevocation.Status ask(
            X509Certificate certificate, X509Certificate issuer, String address)
            throws IOException {
        try {
            X509CRL list =
                    (X509CRL)
                            CertificateFactory.getInstance("X.509")
                                    .generateCRL(
                                            new ByteArrayInputStream(web.get(address, MOST_BYTES)));
            check(list, certificate, issuer, address);
            X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
            return entry == null ? OnlineRevocation.Status.GOOD : OnlineRevocation.Status.REVOKED;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    address + " sends no list of who issued the certificate: " + e.getMessage(), e);
        }
    }

    private void check(
            X509CRL list, X509Certificate certificate, X509Certificate issuer, String address)
            throws IOException, GeneralSecurityException {
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw new IOException(address + " sends a list of another issuer");
        }
        list.verify(issuer.getPublicKey());
        Date next = list.getNextUpdate();
        if (now.isBefore(list.getThisUpdate().toInstant())
                || next == null
                || now.isAfter(next.toInstant())) {
            throw new IOException(
                    address
                            + " sends a list for "
                            + list.getThisUpdate().toInstant()
                            + " to "
                            + (next == null ? "no end" : next.toInstant())
                            + ", now it is "
                            + now);
        }
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical != null
                && critical.stream().anyMatch(oid -> !oid.equals(SCOPE) && !oid.equals(DELTA))) {
            throw new IOException(address + " sends a list with an extension that is unknown");
        }
        if (list.getExtensionValue(DELTA) != null || !isFor(list, certificate)) {
            throw new IOException(address + " sends a list that is not whole for it");
        }
    }

    /** Whether a list is about certificates of this kind, and all reasons to revoke one. */
    private static boolean isFor(X509CRL list, X509Certificate certificate) {
        byte[] wrapped = list.getExtensionValue(SCOPE);
        if (wrapped == null) {
            return true;
        }
        IssuingDistributionPoint scope =
                IssuingDistributionPoint.getInstance(
                        ASN1OctetString.getInstance(wrapped).getOctets());
        boolean authority = certificate.getBasicConstraints() >= 0;
        return !scope.isIndirectCRL()
                && scope.getOnlySomeReasons() == null
                && !scope.onlyContainsAttributeCerts()
                && !(authority ? scope.onlyContainsUserCerts() : scope.onlyContainsCACerts());
    }
}
