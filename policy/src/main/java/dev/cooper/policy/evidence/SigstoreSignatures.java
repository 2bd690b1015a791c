package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.cosign.FoundAttestation;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for the signatures of cosign and sigstore: those of keys and those of certificates. */
public final class SigstoreSignatures implements SignatureSource {
    private final Optional<TrustedRoot> root;
    private final boolean ignoresLogs;
    private final Map<String, String> environment;
    private final InstantSource clock;

    /**
     * Makes one.
     *
     * @param root which authorities and logs are trusted, where policies do not say it
     * @param ignoresLogs whether the user takes signatures that are in no transparency log, though
     *     policies want them there
     * @param environment where keys may be, as {@code env://NAME}
     */
    public SigstoreSignatures(
            Optional<TrustedRoot> root,
            boolean ignoresLogs,
            Map<String, String> environment,
            InstantSource clock) {
        this.root = root;
        this.ignoresLogs = ignoresLogs;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    @Override
    public boolean knows(Attestor.Credential credential) {
        return !(credential instanceof Attestor.Notation);
    }

    private TrustedAttestor trusted(Attestor attestor) throws IOException {
        return TrustedAttestor.of(attestor, root, ignoresLogs, environment, clock.instant());
    }

    @Override
    public List<Signed> signatures(Attachments home, Descriptor image, Attestor attestor)
            throws IOException {
        TrustedAttestor by = trusted(attestor);
        List<Signed> all = new ArrayList<>();
        for (FoundSignature one :
                new ImageVerifier(home, by.trusted(), attestor.annotations()).verify(image)) {
            all.add(new Signed(one.stored().toString(), also(one.check(), by)));
        }
        return all;
    }

    @Override
    public List<Stated> attestations(
            Attachments home, Descriptor image, Attestor attestor, String type) throws IOException {
        TrustedAttestor by = trusted(attestor);
        List<Stated> all = new ArrayList<>();
        for (FoundAttestation one :
                new ImageVerifier(home, by.trusted(), Map.of()).attestations(image, type)) {
            if (one.statement().isPresent()) {
                Check check = also(one.check(), by);
                all.add(new Stated(one.stored().toString(), one.statement().get(), check));
            }
        }
        return all;
    }

    /** What speaks against the attestor himself speaks against each signature that holds. */
    private static Check also(Check check, TrustedAttestor by) {
        return by.against().isEmpty() || !check.isPassed()
                ? check
                : Check.all(check.name(), List.of(check, by.against().get()));
    }
}
