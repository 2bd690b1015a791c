package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A time stamp of RFC 3161 on a signature. */
final class Timestamp {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_CERTIFICATES = 20;
    private static final Set<String> HASHES =
            Set.of("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3");

    private final TimeStampToken token;

    private Timestamp(TimeStampToken token) {
        this.token = token;
    }

    static Timestamp parse(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new SyntaxException("the time stamp is larger than " + MOST_BYTES + " bytes");
        }
        try {
            return new Timestamp(new TimeStampToken(ContentInfo.getInstance(content)));
        } catch (TSPException | IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private static SyntaxException damaged(Exception e) {
        return new SyntaxException("the time stamp is damaged: " + e.getMessage(), e);
    }

    /** The earliest moment that it may be of. */
    Instant earliest() {
        return time().minus(accuracy());
    }

    /** The latest moment that it may be of. */
    Instant latest() {
        return time().plus(accuracy());
    }

    private Instant time() {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    private Duration accuracy() {
        @Nullable GenTimeAccuracy given = token.getTimeStampInfo().getGenTimeAccuracy();
        return given == null
                ? Duration.ZERO
                : Duration.ofSeconds(given.getSeconds())
                        .plusMillis(given.getMillis())
                        .plusNanos(given.getMicros() * 1000L);
    }

    /**
     * Verifies it.
     *
     * @param digest of what is stamped
     * @param anchors who is trusted
     * @return the chain of who stamped it, the root last
     * @throws SyntaxException when it does not hold
     */
    List<X509Certificate> verify(byte[] digest, List<X509Certificate> anchors) {
        AlgorithmIdentifier hash = token.getTimeStampInfo().getHashAlgorithm();
        if (!HASHES.contains(hash.getAlgorithm().getId())
                || !MessageDigest.isEqual(
                        digest, token.getTimeStampInfo().getMessageImprintDigest())) {
            throw new SyntaxException("the time stamp is of something else");
        }
        try {
            List<X509Certificate> chain = chain(anchors);
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(chain.getFirst()));
            String wrong = ChainRules.TIME_STAMPING.check(chain);
            if (wrong.isEmpty()) {
                wrong = ChainRules.checkTime(chain, time());
            }
            if (!wrong.isEmpty()) {
                throw new SyntaxException("the time stamp: " + wrong);
            }
            return chain;
        } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new SyntaxException("the time stamp does not hold: " + e.getMessage(), e);
        }
    }

    /** From who signed up to a root that is trusted. */
    private List<X509Certificate> chain(List<X509Certificate> anchors)
            throws GeneralSecurityException {
        List<X509Certificate> others = certificates();
        if (others.size() > MOST_CERTIFICATES) {
            throw new SyntaxException("the time stamp has too many certificates");
        }
        List<X509Certificate> chain = new ArrayList<>();
        List<X509Certificate> signers = new ArrayList<>();
        for (X509Certificate one : Stream.concat(others.stream(), anchors.stream()).toList()) {
            if (!signers.contains(one) && token.getSID().match(new JcaX509CertificateHolder(one))) {
                signers.add(one);
            }
        }
        if (signers.size() != 1) {
            throw new SyntaxException("the time stamp lacks the certificate of who signed it");
        }
        chain.add(signers.getFirst());
        while (chain.size() < MOST_CERTIFICATES) {
            X509Certificate last = chain.getLast();
            if (anchors.contains(last) && Certificates.isIssued(last, last)) {
                return chain;
            }
            X509Certificate issuer = issuer(last, anchors);
            issuer = issuer == null ? issuer(last, others) : issuer;
            if (issuer == null || chain.contains(issuer)) {
                break;
            }
            chain.add(issuer);
        }
        throw new SyntaxException(
                "the time stamp is of "
                        + Certificates.name(chain.getFirst().getSubjectX500Principal())
                        + ", whom no trust store of type tsa has");
    }

    private static @Nullable X509Certificate issuer(
            X509Certificate of, List<X509Certificate> some) {
        for (X509Certificate one : some) {
            if (Certificates.isIssued(of, one)) {
                return one;
            }
        }
        return null;
    }

    private List<X509Certificate> certificates() throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        for (X509CertificateHolder one : token.getCertificates().getMatches(null)) {
            found.add(new JcaX509CertificateConverter().getCertificate(one));
        }
        return found;
    }
}
