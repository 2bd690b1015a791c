package dev.cooper.policy.evidence;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.Chain;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedKeys;
import dev.cooper.trust.cosign.TrustedRoots;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What it takes for a signature to be an attestor's.
 *
 * @param trusted whose signatures count
 * @param against why even those do not pass, if so
 */
record TrustedAttestor(Trusted trusted, Optional<Check> against) {
    private static final Check NO_LOG =
            Check.notChecked(
                    "transparency-log",
                    "the policy wants it in a transparency log, and without --trusted-root no log"
                            + " is known; rekor.ignoreTlog: true in the policy, or"
                            + " --insecure-ignore-tlog, takes the key alone");

    /**
     * Finds it out.
     *
     * @param root trusted where the policy says nothing else
     * @param ignoresLogs whether the user takes what is in no transparency log
     * @throws SyntaxException when the attestor asks for what is not verified
     * @throws IOException when a key cannot be read
     */
    static TrustedAttestor of(
            Attestor attestor,
            Optional<TrustedRoot> root,
            boolean ignoresLogs,
            Map<String, String> environment,
            Instant now)
            throws IOException {
        Attestor.Logs logs = attestor.logs();
        boolean logged = !logs.ignoresTransparency() && !ignoresLogs;
        VerifyOptions options = new VerifyOptions(logged, !logs.ignoresCertificates(), false, now);
        AttestorRoot own = new AttestorRoot(logs, root);
        return switch (attestor.credential()) {
            case Attestor.Key key -> ofKeys(keys(key, environment), own, options);
            case Attestor.Certificate it -> ofCertificate(it, own, options);
            case Attestor.Keyless it ->
                    new TrustedAttestor(
                            new TrustedRoots(
                                    new BundleVerifier(
                                            own.forCertificates(it.roots(), options), options),
                                    List.of(new Wanted.Identities(WantedOf.identities(it)))),
                            Optional.empty());
            case Attestor.Notation _ ->
                    throw new SyntaxException(
                            "signatures of the Notary Project are not sigstore's");
        };
    }

    private static TrustedAttestor ofKeys(
            List<Verifier> keys, AttestorRoot own, VerifyOptions options) {
        if (!options.log()) {
            return new TrustedAttestor(new TrustedKeys(keys), Optional.empty());
        }
        Optional<TrustedRoot> root = own.forKeys();
        if (root.isEmpty()) {
            return new TrustedAttestor(new TrustedKeys(keys), Optional.of(NO_LOG));
        }
        List<Wanted> wanted = new ArrayList<>();
        keys.forEach(key -> wanted.add(new Wanted.Key(key)));
        return new TrustedAttestor(
                new TrustedRoots(new BundleVerifier(root.get(), options), wanted),
                Optional.empty());
    }

    /**
     * The key in a certificate that the policy names; it must hold now, as nothing else says when.
     */
    private static TrustedAttestor ofCertificate(
            Attestor.Certificate wanted, AttestorRoot own, VerifyOptions options) {
        if (wanted.certificate().isBlank()) {
            throw new SyntaxException(
                    "signatures of whoever has a certificate of the given chain are not verified;"
                            + " name the signer's own certificate in cert");
        }
        X509 leaf = AttestorRoot.pem(wanted.certificate(), "the policy's certificate").getFirst();
        TrustedAttestor ofKey = ofKeys(List.of(Verifier.of(leaf.publicKey())), own, options);
        return against(leaf, wanted.chain(), options.now())
                .map(check -> new TrustedAttestor(ofKey.trusted(), Optional.of(check)))
                .orElse(ofKey);
    }

    private static Optional<Check> against(X509 leaf, String chain, Instant now) {
        if (!leaf.holdsAt(now)) {
            return Optional.of(
                    Check.failed(
                            "certificate-validity",
                            "the policy's certificate holds from "
                                    + leaf.notBefore()
                                    + " to "
                                    + leaf.notAfter()));
        }
        if (chain.isBlank()) {
            return Optional.empty();
        }
        List<X509> all = AttestorRoot.pem(chain, "the policy's certificate chain");
        List<X509> roots = all.stream().filter(X509::isSelfIssued).toList();
        boolean leads = Chain.of(leaf, all, roots, now, Chain.CODE_SIGNING).isPresent();
        return leads
                ? Optional.empty()
                : Optional.of(
                        Check.failed(
                                "certificate-chain",
                                "the policy's certificate does not lead to the root of its chain"));
    }

    private static List<Verifier> keys(Attestor.Key wanted, Map<String, String> environment)
            throws IOException {
        List<Verifier> verifiers = new ArrayList<>();
        for (PublicKey key : read(wanted.reference(), environment)) {
            Verifier verifier = Verifier.of(key);
            String hash = wanted.hash().toLowerCase(Locale.ROOT);
            boolean fits =
                    hash.isEmpty()
                            || hash.equals("sha256")
                            || verifier.algorithm().id().contains(hash.substring(3));
            if (!fits) {
                throw new SyntaxException(
                        "signatures over "
                                + hash
                                + " of a key of "
                                + verifier.algorithm().id()
                                + " are not verified; leave signatureAlgorithm out");
            }
            verifiers.add(verifier);
        }
        return verifiers;
    }

    private static List<PublicKey> read(String reference, Map<String, String> environment)
            throws IOException {
        if (reference.startsWith("-----")) {
            return PublicKeys.parse(
                    reference.getBytes(StandardCharsets.UTF_8), "the policy's public key");
        }
        KeyReference key = new KeyReference(reference);
        return List.of(
                key.publicKey(
                        environment,
                        () -> {
                            throw new SyntaxException(
                                    reference + ": this is a private key, want the public one");
                        }));
    }
}
