package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Verifies the signatures on artifacts as a trust policy wants it. */
public final class NotationVerifier {
    private static final String NAME = "signature-notation";

    private final Attachments home;
    private final TrustPolicy policy;
    private final Anchors trusted;
    private final Revocation revocation;
    private final Instant now;

    /**
     * Makes a verifier.
     *
     * @param home where the artifacts and the signatures are
     * @param revocation asked about the certificates of signers that are trusted
     * @param now when it is
     */
    public NotationVerifier(
            Attachments home,
            TrustPolicy policy,
            Anchors trusted,
            Revocation revocation,
            Instant now) {
        this.home = home;
        this.policy = policy;
        this.trusted = trusted;
        this.revocation = revocation;
        this.now = now;
    }

    /**
     * Tells whether the policy wants artifacts of this home not to be verified.
     *
     * @throws SyntaxException when the policy says nothing of this home
     */
    public boolean isSkipped() {
        return rule().isSkipped();
    }

    private TrustPolicy.Rule rule() {
        return policy.of(home.name())
                .orElseThrow(() ->
                        new SyntaxException(
                                "no trust policy is for "
                                        + home.name().name()
                                        + "; its registryScopes must name it, or *"));
    }

    /**
     * Verifies signatures until one holds.
     *
     * @param wanted metadata that a signature must have
     * @param most how many are looked at
     * @return each that was looked at; the last one holds if any does; empty when there are none
     * @throws SyntaxException when the policy says nothing of this home
     * @throws IOException when the home or the trust store cannot be read
     */
    public List<NotationSignature> verify(Descriptor artifact, Map<String, String> wanted, int most)
            throws IOException {
        TrustPolicy.Rule rule = rule();
        if (rule.isSkipped()) {
            throw new SyntaxException(
                    "the trust policy \"" + rule.name() + "\" wants nothing to be verified");
        }
        List<NotationSignature> looked = new ArrayList<>();
        for (Stored one : Stored.of(home, artifact).stream().limit(most).toList()) {
            NotationSignature signature = verify(one, artifact, wanted, rule);
            looked.add(signature);
            if (signature.check().isPassed()) {
                break;
            }
        }
        return looked;
    }

    private NotationSignature verify(
            Stored stored, Descriptor artifact, Map<String, String> wanted, TrustPolicy.Rule rule)
            throws IOException {
        SortedMap<String, String> metadata = new TreeMap<>();
        Check check;
        try {
            Envelope envelope = stored.envelope(home);
            Payload payload = Payload.parse(envelope.payload());
            metadata.putAll(payload.metadata());
            List<Check> always =
                    List.of(
                            integrity(envelope),
                            Check.of(
                                    "digest",
                                    payload.isOf(artifact),
                                    "it is about " + artifact.digest(),
                                    "it is about "
                                            + payload.digest()
                                            + " ("
                                            + payload.mediaType()
                                            + "), not "
                                            + artifact.digest()
                                            + " ("
                                            + artifact.mediaType()
                                            + ")"),
                            understood(envelope.header()),
                            metadata(payload, wanted));
            Check base = Check.all(NAME, always);
            check = base.isPassed() ? judge(envelope, rule, always) : base;
        } catch (SyntaxException e) {
            check = Check.all(NAME, List.of(Check.failed("form", String.valueOf(e.getMessage()))));
        }
        return new NotationSignature(stored.manifest().digest(), metadata, check);
    }

    /** The checks that the policy decides about, after those that nobody may leave out. */
    private Check judge(Envelope envelope, TrustPolicy.Rule rule, List<Check> always)
            throws IOException {
        List<Check> parts = new ArrayList<>(always);
        List<Check> enforced = new ArrayList<>(always);
        Check authenticity = authenticity(envelope, rule);
        Check identity = authenticity.isPassed() ? identity(envelope, rule) : authenticity;
        keep(Aspect.AUTHENTICITY, identity, rule, parts, enforced);
        TimestampCheck stamps = new TimestampCheck(trusted, revocation, now);
        keep(Aspect.TIMESTAMP, stamps.check(envelope, rule), rule, parts, enforced);
        keep(Aspect.EXPIRY, expiry(envelope.header()), rule, parts, enforced);
        if (rule.actions().get(Aspect.REVOCATION) == Action.SKIP) {
            parts.add(Check.notChecked(Revocation.NAME, "the policy skips it"));
        } else {
            // Addresses in certificates are followed only of signers that are trusted.
            Check revoked =
                    authenticity.isPassed()
                            ? revocation.check(envelope.chain())
                            : Check.notChecked(Revocation.NAME, "the signer is not trusted");
            keep(Aspect.REVOCATION, revoked, rule, parts, enforced);
        }
        return new Check(NAME, Check.all(NAME, enforced).outcome(), "", parts);
    }

    private static void keep(
            Aspect aspect,
            Check check,
            TrustPolicy.Rule rule,
            List<Check> parts,
            List<Check> enforced) {
        if (rule.actions().get(aspect) == Action.ENFORCE) {
            parts.add(check);
            enforced.add(check);
        } else if (check.isPassed()) {
            parts.add(check);
        } else {
            String reason = "the policy only logs it: " + check.reason();
            parts.add(new Check(check.name(), check.outcome(), reason, check.parts()));
        }
    }

    private static Check integrity(Envelope envelope) {
        String wrong = ChainRules.CODE_SIGNING.check(envelope.chain());
        if (!wrong.isEmpty()) {
            return Check.failed("integrity", wrong);
        }
        return Check.of(
                "integrity",
                envelope.isIntact(),
                "the signature is of the certificate",
                "the signature is not of the certificate");
    }

    private static Check understood(Header header) {
        if (header.plugin().isPresent()) {
            return Check.failed(
                    "critical-headers",
                    "the plugin " + header.plugin().get() + " must verify it, which is not here");
        }
        return Check.of(
                "critical-headers",
                header.unknown().isEmpty(),
                "all are understood",
                "unknown: " + String.join(", ", header.unknown()));
    }

    private static Check metadata(Payload payload, Map<String, String> wanted) {
        for (Map.Entry<String, String> want : wanted.entrySet()) {
            String found = payload.metadata().get(want.getKey());
            if (!want.getValue().equals(found)) {
                return Check.failed(
                        "metadata",
                        want.getKey()
                                + " is "
                                + (found == null ? "not noted" : "\"" + found + "\"")
                                + ", want \""
                                + want.getValue()
                                + "\"");
            }
        }
        return Check.passed("metadata", "what is wanted is noted");
    }

    private Check authenticity(Envelope envelope, TrustPolicy.Rule rule) throws IOException {
        TrustStore.Type type =
                envelope.header().scheme().equals(Header.AUTHORITY)
                        ? TrustStore.Type.SIGNING_AUTHORITY
                        : TrustStore.Type.CA;
        List<TrustStore.Named> stores =
                rule.stores().stream().filter(one -> one.type() == type).toList();
        if (stores.isEmpty()) {
            return Check.failed(
                    Aspect.AUTHENTICITY.id(),
                    "the policy \"" + rule.name() + "\" has no trust store of type " + type.id());
        }
        for (TrustStore.Named store : stores) {
            List<X509Certificate> anchors;
            try {
                anchors = trusted.certificates(store);
            } catch (SyntaxException e) {
                return Check.failed(Aspect.AUTHENTICITY.id(), String.valueOf(e.getMessage()));
            }
            Optional<X509Certificate> anchor =
                    envelope.chain().stream().filter(anchors::contains).findFirst();
            if (anchor.isPresent()) {
                return Check.passed(
                        Aspect.AUTHENTICITY.id(),
                        "the trust store "
                                + store
                                + " has the certificate of "
                                + Certificates.name(anchor.get().getSubjectX500Principal()));
            }
        }
        return Check.failed(
                Aspect.AUTHENTICITY.id(),
                "no certificate of the chain is in "
                        + String.join(", ", stores.stream().map(Object::toString).toList()));
    }

    private static Check identity(Envelope envelope, TrustPolicy.Rule rule) {
        X509Certificate signer = envelope.chain().getFirst();
        String name = Certificates.name(signer.getSubjectX500Principal());
        try {
            return Check.of(
                    Aspect.AUTHENTICITY.id(),
                    rule.identities().stream().anyMatch(one -> one.is(signer)),
                    name + " may sign",
                    name + " is none of the trusted identities");
        } catch (SyntaxException e) {
            return Check.failed(Aspect.AUTHENTICITY.id(), String.valueOf(e.getMessage()));
        }
    }

    private Check expiry(Header header) {
        if (header.expiry().isEmpty()) {
            return Check.passed(Aspect.EXPIRY.id(), "it does not expire");
        }
        Instant end = header.expiry().get();
        return Check.of(
                Aspect.EXPIRY.id(),
                now.isBefore(end),
                "it expires at " + end,
                "it expired at " + end + ", now it is " + now);
    }
}
