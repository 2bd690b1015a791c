package dev.cooper.policy.rule;

import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who must have signed; one of several is enough.
 *
 * @param attestors who
 */
record SignedBy(List<Attestor> attestors) implements Condition {
    @Override
    public Optional<String> against(Facts facts, Request request) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (Attestor attestor : attestors) {
            checks.add(Attested.signature(facts, attestor));
        }
        Check any = Check.any("signatures", checks);
        return any.isPassed() ? Optional.empty() : Optional.of(Attested.why(any));
    }
}
