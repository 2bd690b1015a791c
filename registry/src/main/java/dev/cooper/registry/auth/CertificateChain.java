package dev.cooper.registry.auth;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows certificates to those that are trusted. */
final class CertificateChain {
    private static final int LONGEST = 10;

    private CertificateChain() {}

    /**
     * Whether a chain ends at a trusted certificate.
     *
     * @param chain the signer's certificate first
     */
    static boolean isTrusted(List<X509Certificate> chain, List<X509Certificate> roots)
            throws GeneralSecurityException {
        if (chain.isEmpty() || chain.size() > LONGEST || roots.isEmpty()) {
            return false;
        }
        X509Certificate leaf = chain.getFirst();
        leaf.checkValidity();
        if (roots.contains(leaf)) {
            return true;
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        // Registries are often cut off from the networks where revocations are published.
        parameters.setRevocationEnabled(false);
        // A root at the chain's end is an anchor, not part of the path.
        List<X509Certificate> path = chain.stream().filter(each -> !roots.contains(each)).toList();
        try {
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path),
                            parameters);
            return true;
        } catch (CertPathValidatorException e) {
            return false;
        }
    }
}
