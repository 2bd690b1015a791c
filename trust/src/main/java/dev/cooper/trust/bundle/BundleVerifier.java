package dev.cooper.trust.bundle;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Verifies signatures by nothing but what came along with them and a trusted root. Nothing is
 * fetched.
 */
public final class BundleVerifier {
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final TrustedRoot root;
    private final VerifyOptions options;

    /** Makes a verifier. */
    public BundleVerifier(TrustedRoot root, VerifyOptions options) {
        this.root = root;
        this.options = options;
    }

    /** Whose signature is wanted. */
    public sealed interface Wanted {
        /** Of one of these identities. */
        record Identities(List<WantedIdentity> any) implements Wanted {
            /** Copies the list. */
            public Identities {
                any = List.copyOf(any);
            }
        }

        /** Of this key. */
        record Key(Verifier verifier) implements Wanted {}
    }

    /**
     * Verifies a bundle and that it is about something.
     *
     * @param content the bundle as it is stored
     */
    public Check verify(byte[] content, Artifact artifact, Wanted wanted) {
        try {
            return verify(Bundle.parse(content), artifact, wanted);
        } catch (SyntaxException e) {
            return Check.failed("form", String.valueOf(e.getMessage()));
        }
    }

    /** Verifies a bundle and that it is about something. */
    public Check verify(Bundle bundle, Artifact artifact, Wanted wanted) {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(about(bundle, artifact));
            checks.add(verify(signed(bundle, Optional.of(artifact)), wanted));
        } catch (SyntaxException e) {
            checks.add(Check.failed("form", String.valueOf(e.getMessage())));
        }
        return Check.all("bundle", checks);
    }

    /**
     * Verifies the signature of a bundle with an envelope, whatever it is about.
     *
     * @throws SyntaxException when it holds no envelope
     */
    public Check verify(Bundle bundle, Wanted wanted) {
        bundle.envelope();
        return verify(signed(bundle, Optional.empty()), wanted);
    }

    private static Check about(Bundle bundle, Artifact artifact) {
        String about = "it is about " + artifact.digest();
        String other = "it is about something else than " + artifact.digest();
        return switch (bundle.content()) {
            case Bundle.Content.Envelope envelope ->
                    envelope.dsse().payloadType().equals(Dsse.IN_TOTO)
                            ? Check.of(
                                    "digest",
                                    Statement.parse(envelope.dsse().payload()).subjects().stream()
                                            .anyMatch(one -> one.is(artifact.digest())),
                                    about,
                                    other)
                            : Check.failed(
                                    "payload-type",
                                    "it is a "
                                            + envelope.dsse().payloadType()
                                            + ", want "
                                            + Dsse.IN_TOTO);
            case Bundle.Content.MessageSignature message ->
                    Check.of(
                            "digest",
                            !message.algorithm().equals("SHA2_256")
                                    || message.digest().equals(artifact.digest().hex()),
                            about,
                            other);
        };
    }

    private static Signed signed(Bundle bundle, Optional<Artifact> artifact) {
        List<X509> chain =
                switch (bundle.material()) {
                    case Bundle.Material.Certificates certificates -> certificates.chain();
                    case Bundle.Material.KeyHint _ -> List.of();
                };
        boolean proofs = !bundle.mediaType().equals(Bundle.VERSION_1);
        return switch (bundle.content()) {
            case Bundle.Content.Envelope envelope -> {
                Dsse dsse = envelope.dsse();
                byte[] message = Dsse.encode(dsse.payloadType(), dsse.payload());
                yield new Signed(
                        HexFormat.of().formatHex(dsse.signatures().getFirst()),
                        Digest.sha256(message),
                        Optional.of(message),
                        Optional.of(dsse),
                        chain,
                        bundle.logEntries(),
                        bundle.timestamps(),
                        proofs);
            }
            case Bundle.Content.MessageSignature message ->
                    new Signed(
                            message.signature(),
                            artifact.orElseThrow().digest(),
                            artifact.get().content(),
                            Optional.empty(),
                            chain,
                            bundle.logEntries(),
                            bundle.timestamps(),
                            proofs);
        };
    }

    /** Verifies a signature in whatever form it was stored. */
    public Check verify(Signed signed, Wanted wanted) {
        List<Check> checks = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        switch (wanted) {
            case Wanted.Key key -> {
                checks.add(signature(signed, key.verifier()));
                logged(signed, key.verifier(), times, checks);
            }
            case Wanted.Identities identities -> {
                if (signed.leaf().isEmpty()) {
                    return Check.failed(
                            "certificate",
                            "it is signed with a key, not with a certificate; give the key");
                }
                X509 leaf = signed.leaf().get();
                Verifier verifier = Verifier.of(leaf.publicKey());
                checks.add(signature(signed, verifier));
                logged(signed, verifier, times, checks);
                timed(times, checks);
                if (!times.isEmpty()) {
                    checks.addAll(
                            new CertificateCheck(root, options)
                                    .check(signed.chain(), times, identities.any()));
                }
            }
        }
        return Check.all("signed", checks);
    }

    private static Check signature(Signed signed, Verifier verifier) {
        return Check.of(
                "signature",
                signed.isOf(verifier),
                "it is of the key",
                "it is not of the key over this");
    }

    private void logged(Signed signed, Verifier verifier, List<Instant> times, List<Check> checks) {
        boolean checkable =
                !signed.timestamps().isEmpty() && !root.timestampAuthorities().isEmpty();
        if (options.timestamp() || checkable) {
            checks.add(new TimestampCheck(root.timestampAuthorities()).check(signed, times));
        }
        LogCheck log = new LogCheck(root.logs());
        if (options.log()) {
            checks.add(log.check(signed, verifier.key(), times));
            log.period(signed, times).ifPresent(checks::add);
        }
    }

    private void timed(List<Instant> times, List<Check> checks) {
        if (times.isEmpty() && !options.log() && !options.timestamp()) {
            times.add(options.now());
        }
        if (times.isEmpty()) {
            checks.add(Check.failed("signing-time", "nothing proves when it was signed"));
        }
        for (Instant time : times) {
            if (time.isAfter(options.now().plus(SKEW))) {
                checks.add(Check.failed("signing-time", "it was signed in the future, at " + time));
            }
        }
    }
}
