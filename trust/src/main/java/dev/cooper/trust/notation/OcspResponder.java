package dev.cooper.trust.notation;

import dev.cooper.trust.keyless.Web;

import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/** Responders of OCSP (RFC 6960), over HTTP. */
final class OcspResponder implements OnlineRevocation.Source {
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration OLDEST = Duration.ofDays(7);
    private static final String SIGNING = "1.3.6.1.5.5.7.3.9";

    private final Web web;
    private final Instant now;

    OcspResponder(Web web, Instant now) {
        this.web = web;
        this.now = now;
    }

    @Override
    public OnlineRevocation.Status ask(
            X509Certificate certificate, X509Certificate issuer, String address)
            throws IOException {
        try {
            DigestCalculator sha1 =
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(CertificateID.HASH_SHA1); // names the issuer, proves nothing
            X509CertificateHolder of = new JcaX509CertificateHolder(issuer);
            CertificateID id = new CertificateID(sha1, of, certificate.getSerialNumber());
            byte[] nonce = new byte[16];
            new SecureRandom().nextBytes(nonce);
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce));
            byte[] request =
                    new OCSPReqBuilder()
                            .addRequest(id)
                            .setRequestExtensions(extensions.generate())
                            .build()
                            .getEncoded();
            byte[] answer = web.post(address, "application/ocsp-request", request, MOST_BYTES);
            return status(basic(answer, address), id, of, issuer, nonce, address);
        } catch (OCSPException
                | OperatorCreationException
                | GeneralSecurityException
                | RuntimeException e) {
            throw new IOException(address + " answers with damage: " + e.getMessage(), e);
        }
    }

    private static BasicOCSPResp basic(byte[] answer, String address)
            throws IOException, OCSPException {
        OCSPResp response = new OCSPResp(answer);
        if (response.getStatus() != OCSPResp.SUCCESSFUL
                || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
            throw new IOException(address + " refuses with status " + response.getStatus());
        }
        return basic;
    }

    private OnlineRevocation.Status status(
            BasicOCSPResp said,
            CertificateID id,
            X509CertificateHolder of,
            X509Certificate issuer,
            byte[] nonce,
            String address)
            throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
        if (!isSigned(said, issuer)) {
            throw new IOException(address + " answers, but not for who issued the certificate");
        }
        Extension echoed = said.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (echoed != null
                && !Arrays.equals(
                        DEROctetString.getInstance(echoed.getParsedValue()).getOctets(), nonce)) {
            throw new IOException(address + " answers an older question");
        }
        for (SingleResp one : said.getResponses()) {
            if (one.getCertID().getSerialNumber().equals(id.getSerialNumber())
                    && one.getCertID()
                            .matchesIssuer(of, new JcaDigestCalculatorProviderBuilder().build())) {
                checkTime(one, address);
                @Nullable CertificateStatus status = one.getCertStatus();
                if (status == null) { // which is how the library says good
                    return OnlineRevocation.Status.GOOD;
                }
                return status instanceof RevokedStatus
                        ? OnlineRevocation.Status.REVOKED
                        : OnlineRevocation.Status.UNKNOWN;
            }
        }
        throw new IOException(address + " answers about another certificate");
    }

    private void checkTime(SingleResp one, String address) throws IOException {
        Instant from = one.getThisUpdate().toInstant();
        Date next = one.getNextUpdate();
        Instant until = next == null ? from.plus(OLDEST) : next.toInstant();
        if (now.isBefore(from.minus(SKEW)) || now.isAfter(until.plus(SKEW))) {
            throw new IOException(
                    address + " answers for " + from + " to " + until + ", now it is " + now);
        }
    }

    /** Whether the issuer has signed it, or somebody to whom he gave that and nothing else. */
    private boolean isSigned(BasicOCSPResp said, X509Certificate issuer)
            throws OCSPException, OperatorCreationException, GeneralSecurityException {
        if (said.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer))) {
            return true;
        }
        for (X509CertificateHolder holder : said.getCerts()) {
            X509Certificate one = new JcaX509CertificateConverter().getCertificate(holder);
            List<String> purposes = one.getExtendedKeyUsage();
            if (Certificates.isIssued(one, issuer)
                    && purposes != null
                    && purposes.contains(SIGNING)
                    && ChainRules.checkTime(List.of(one), now).isEmpty()
                    && said.isSignatureValid(new JcaContentVerifierProviderBuilder().build(one))) {
                return true;
            }
        }
        return false;
    }
}
