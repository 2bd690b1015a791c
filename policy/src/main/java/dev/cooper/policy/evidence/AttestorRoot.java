package dev.cooper.policy.evidence;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.Authority;
import dev.cooper.trust.root.Period;
import dev.cooper.trust.root.TrustedLog;
import dev.cooper.trust.root.TrustedRoot;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trusted root for one attestor: what the policy says of him, else what the user's says.
 *
 * @param logs what the policy says
 * @param given the user's
 */
record AttestorRoot(Attestor.Logs logs, Optional<TrustedRoot> given) {
    private static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

    static List<X509> pem(String text, String where) {
        return X509.parsePem(text.getBytes(StandardCharsets.UTF_8), where);
    }

    /** For keys, of which only the log is asked; empty when no log is known. */
    Optional<TrustedRoot> forKeys() {
        return given.isPresent() || !logs.key().isBlank()
                ? Optional.of(with(given.map(TrustedRoot::authorities).orElse(List.of())))
                : Optional.empty();
    }

    /**
     * For certificates.
     *
     * @param roots PEM of the authorities; empty for those of the user's trusted root
     * @throws SyntaxException when no authority or no log is known that must be
     */
    TrustedRoot forCertificates(String roots, VerifyOptions options) {
        require(!roots.isBlank(), "authority of certificates");
        require(!options.log() || !logs.key().isBlank(), "transparency log");
        require(!options.promise() || !logs.certificateKey().isBlank(), "log of certificates");
        return with(
                roots.isBlank()
                        ? given.map(TrustedRoot::authorities).orElse(List.of())
                        : authorities(roots, "the policy's roots"));
    }

    private void require(boolean said, String what) {
        if (!said && given.isEmpty()) {
            throw new SyntaxException(
                    "no "
                            + what
                            + " is known without --trusted-root FILE, so that nobody can be"
                            + " believed to have signed");
        }
    }

    private TrustedRoot with(List<Authority> authorities) {
        return new TrustedRoot(
                logs.key().isBlank()
                        ? given.map(TrustedRoot::logs).orElse(List.of())
                        : logs(logs.url(), logs.key()),
                authorities,
                logs.certificateKey().isBlank()
                        ? given.map(TrustedRoot::certificateLogs).orElse(List.of())
                        : logs("", logs.certificateKey()),
                logs.timestampers().isBlank()
                        ? given.map(TrustedRoot::timestampAuthorities).orElse(List.of())
                        : authorities(logs.timestampers(), "the policy's tsaCertChain"));
    }

    private static List<TrustedLog> logs(String url, String pem) {
        List<TrustedLog> found = new ArrayList<>();
        for (PublicKey key :
                PublicKeys.parse(
                        pem.getBytes(StandardCharsets.UTF_8), "the policy's key of a log")) {
            String id = Digest.sha256(key.getEncoded()).hex();
            found.add(new TrustedLog(url, id, Verifier.of(key), ALWAYS));
        }
        return found;
    }

    /** Every certificate that issued itself is a root; the others may stand between. */
    private static List<Authority> authorities(String pem, String where) {
        List<X509> all = pem(pem, where);
        List<Authority> found = new ArrayList<>();
        for (X509 root : all) {
            if (root.isSelfIssued()) {
                List<X509> chain = new ArrayList<>(all);
                chain.removeIf(X509::isSelfIssued);
                chain.add(root);
                found.add(new Authority("", chain, ALWAYS));
            }
        }
        if (found.isEmpty()) {
            throw new SyntaxException(where + ": no certificate in it is a root");
        }
        return found;
    }
}
