package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the certificates were valid when somebody signed with them. */
final class TimestampCheck {
    private static final String NAME = Aspect.TIMESTAMP.id();

    private final Anchors trusted;
    private final Revocation revocation;
    private final Instant now;

    TimestampCheck(Anchors trusted, Revocation revocation, Instant now) {
        this.trusted = trusted;
        this.revocation = revocation;
        this.now = now;
    }

    Check check(Envelope envelope, TrustPolicy.Rule rule) throws IOException {
        if (envelope.header().provenTime().isPresent()) {
            Instant time = envelope.header().provenTime().get();
            return at(envelope, time, "at " + time + ", for which the authority vouches");
        }
        List<TrustStore.Named> stores =
                rule.stores().stream().filter(one -> one.type() == TrustStore.Type.TSA).toList();
        Check valid = at(envelope, now, "now");
        if (stores.isEmpty() || (!rule.stampsAlways() && valid.isPassed())) {
            return valid;
        }
        if (envelope.timestamp().isEmpty()) {
            return Check.failed(NAME, "it has no time stamp, which the policy wants");
        }
        try {
            List<X509Certificate> anchors = new ArrayList<>();
            for (TrustStore.Named store : stores) {
                anchors.addAll(trusted.certificates(store));
            }
            return stamped(envelope, Timestamp.parse(envelope.timestamp().get()), anchors, rule);
        } catch (SyntaxException e) {
            return Check.failed(NAME, String.valueOf(e.getMessage()));
        }
    }

    private Check stamped(
            Envelope envelope,
            Timestamp stamp,
            List<X509Certificate> anchors,
            TrustPolicy.Rule rule) {
        List<X509Certificate> chain =
                stamp.verify(envelope.header().algorithm().hash(envelope.signature()), anchors);
        for (Instant end : List.of(stamp.earliest(), stamp.latest())) {
            String wrong = ChainRules.checkTime(envelope.chain(), end);
            if (!wrong.isEmpty()) {
                return Check.failed(NAME, wrong + " of the time stamp");
            }
        }
        if (rule.actions().get(Aspect.REVOCATION) != Action.SKIP) {
            Check revoked = revocation.check(chain);
            boolean enforced = rule.actions().get(Aspect.REVOCATION) == Action.ENFORCE;
            if (revoked.outcome() == Check.Outcome.FAILED || (enforced && !revoked.isPassed())) {
                return new Check(
                        NAME, revoked.outcome(), "who stamped it: " + revoked.reason(), List.of());
            }
        }
        return Check.passed(NAME, "the certificates were valid when it was stamped");
    }

    private static Check at(Envelope envelope, Instant time, String when) {
        String wrong = ChainRules.checkTime(envelope.chain(), time);
        return Check.of(NAME, wrong.isEmpty(), "the certificates are valid " + when, wrong);
    }
}
