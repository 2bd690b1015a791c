package dev.cooper.trust.notation;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the Notary Project asks of chains of certificates; the first is the signer's. */
enum ChainRules {
    /** Of who signs artifacts. */
    CODE_SIGNING,
    /** Of who signs time stamps. */
    TIME_STAMPING;

    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED = "2.5.29.37";
    private static final String STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final int CERTIFICATES_OF_CA = 5;
    private static final Set<String> NOT_FOR_CODE =
            Set.of(
                    "2.5.29.37.0",
                    "1.3.6.1.5.5.7.3.1",
                    "1.3.6.1.5.5.7.3.2",
                    "1.3.6.1.5.5.7.3.4",
                    STAMPING,
                    "1.3.6.1.5.5.7.3.9");

    /**
     * Checks a whole chain, up to a root that signs itself; times are not looked at.
     *
     * @return what is wrong, half a sentence; empty when nothing is
     */
    String check(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate one = chain.get(i);
            boolean last = i == chain.size() - 1;
            if (Certificates.isIssued(one, one) != last) {
                return "the certificate of "
                        + name(one)
                        + (last
                                ? " ends the chain and is not issued by itself"
                                : " is issued by itself, but the chain goes on");
            }
            if (!last && !Certificates.isIssued(one, chain.get(i + 1))) {
                return "the certificate of "
                        + name(one)
                        + " is not issued by "
                        + name(chain.get(i + 1));
            }
            String wrong = i == 0 ? leaf(one) : authority(one, i - 1);
            if (!wrong.isEmpty()) {
                return "the certificate of " + name(one) + " " + wrong;
            }
        }
        return "";
    }

    /** Checks that all of a chain are valid at a moment; returns what is wrong as above. */
    static String checkTime(List<X509Certificate> chain, Instant moment) {
        for (X509Certificate one : chain) {
            if (moment.isBefore(one.getNotBefore().toInstant())
                    || moment.isAfter(one.getNotAfter().toInstant())) {
                return "the certificate of "
                        + name(one)
                        + " is valid from "
                        + one.getNotBefore().toInstant()
                        + " to "
                        + one.getNotAfter().toInstant()
                        + ", not at "
                        + moment;
            }
        }
        return "";
    }

    private static String name(X509Certificate one) {
        return Certificates.name(one.getSubjectX500Principal());
    }

    private String leaf(X509Certificate one) {
        if (one.getBasicConstraints() >= 0) {
            return "is one of an authority, which signs no artifacts";
        }
        String wrong = usage(one);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        boolean[] usage = one.getKeyUsage();
        if (!usage[0]) {
            return "is not for digital signatures";
        }
        for (int i = 2; i < usage.length; i++) { // 1 is non-repudiation, which goes with it
            if (usage[i]) {
                return "is for more than digital signatures";
            }
        }
        if (Algorithm.of(one.getPublicKey()).isEmpty()) {
            return "has a key that is not supported; want RSA of 2048, 3072 or 4096 bits, or ECDSA"
                    + " over P-256, P-384 or P-521";
        }
        return extended(one);
    }

    private String authority(X509Certificate one, int below) {
        if (one.getBasicConstraints() < 0) {
            return "is not one of an authority, but issues another";
        }
        if (one.getBasicConstraints() < below) {
            return "allows " + one.getBasicConstraints() + " authorities below it, not " + below;
        }
        String wrong = usage(one);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        return one.getKeyUsage()[CERTIFICATES_OF_CA] ? "" : "is not for signing certificates";
    }

    /** What certificates of all kinds must have. */
    private String usage(X509Certificate one) {
        String signature = one.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.startsWith("SHA1") || signature.startsWith("MD")) {
            return "is signed by " + one.getSigAlgName() + ", which is broken";
        }
        if (one.hasUnsupportedCriticalExtension()) {
            return "has a critical extension that is unknown";
        }
        if (one.getKeyUsage() == null) {
            return "does not say what its key is for";
        }
        return this == TIME_STAMPING || one.getCriticalExtensionOIDs().contains(KEY_USAGE)
                ? ""
                : "does not mark as critical what its key is for";
    }

    private String extended(X509Certificate one) {
        List<String> purposes;
        try {
            purposes = one.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return "has purposes that cannot be read";
        }
        if (this == CODE_SIGNING) {
            return purposes == null || purposes.stream().noneMatch(NOT_FOR_CODE::contains)
                    ? ""
                    : "has a purpose that does not go with signing code";
        }
        return List.of(STAMPING).equals(purposes)
                        && one.getCriticalExtensionOIDs().contains(EXTENDED)
                ? ""
                : "is not for time stamps alone";
    }
}
