package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.cosign.FoundAttestation;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedKeys;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for the signatures of public keys. */
public final class KeySignatures implements SignatureSource {
    private final boolean ignoresLogs;
    private final Map<String, String> environment;

    /**
     * Makes one.
     *
     * @param ignoresLogs whether the user takes signatures by the key alone, though policies want
     *     them in transparency logs
     * @param environment where keys may be, as {@code env://NAME}
     */
    public KeySignatures(boolean ignoresLogs, Map<String, String> environment) {
        this.ignoresLogs = ignoresLogs;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public boolean knows(Attestor.Credential credential) {
        return credential instanceof Attestor.Key;
    }

    @Override
    public List<Signed> signatures(Attachments home, Descriptor image, Attestor attestor)
            throws IOException {
        List<Signed> all = new ArrayList<>();
        Trusted trusted = new TrustedKeys(keys(attestor));
        for (FoundSignature one :
                new ImageVerifier(home, trusted, attestor.annotations()).verify(image)) {
            Check check = logged(one.check(), attestor.logs());
            all.add(new Signed(one.stored().toString(), check));
        }
        return all;
    }

    @Override
    public List<Stated> attestations(
            Attachments home, Descriptor image, Attestor attestor, String type) throws IOException {
        Trusted trusted = new TrustedKeys(keys(attestor));
        List<Stated> all = new ArrayList<>();
        for (FoundAttestation one :
                new ImageVerifier(home, trusted, Map.of()).attestations(image, type)) {
            if (one.statement().isPresent()) {
                Check check = logged(one.check(), attestor.logs());
                all.add(new Stated(one.stored().toString(), one.statement().get(), check));
            }
        }
        return all;
    }

    /** A signature of a key says nothing of when; logs would, and nobody has looked there. */
    private Check logged(Check check, Attestor.Logs logs) {
        if (logs.ignoresTransparency() || ignoresLogs || !check.isPassed()) {
            return check;
        }
        return Check.all(
                check.name(),
                List.of(
                        check,
                        Check.notChecked(
                                "transparency-log",
                                "the policy wants it in a transparency log, where nobody has"
                                        + " looked; rekor.ignoreTlog: true in the policy, or"
                                        + " --insecure-ignore-tlog, takes the key alone")));
    }

    private List<Verifier> keys(Attestor attestor) throws IOException {
        Attestor.Key wanted = (Attestor.Key) attestor.credential();
        List<Verifier> verifiers = new ArrayList<>();
        for (PublicKey key : read(wanted.reference())) {
            Verifier verifier = Verifier.of(key);
            String hash = wanted.hash().toLowerCase(java.util.Locale.ROOT);
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

    private List<PublicKey> read(String reference) throws IOException {
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
