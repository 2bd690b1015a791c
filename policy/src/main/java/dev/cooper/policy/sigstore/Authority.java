package dev.cooper.policy.sigstore;

import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Somebody who may vouch for an image. */
sealed interface Authority {
    /** Returns what the policy calls him. */
    String name();

    /** Tells whether he does. */
    Check about(Facts facts) throws IOException;

    /**
     * Nobody is asked.
     *
     * @param passes whether every image passes
     * @param message why none does; may be empty
     */
    record Static(String name, boolean passes, String message) implements Authority {
        @Override
        public Check about(Facts facts) {
            Check check =
                    passes
                            ? Check.passed("static", "it lets every image through")
                            : Check.failed(
                                    "static",
                                    message.isEmpty() ? "it lets no image through" : message);
            return new Check(name, check.outcome(), "", List.of(check));
        }
    }

    /**
     * Somebody who signs.
     *
     * @param statements what he must have stated; when there is any, that is enough
     */
    record Signer(String name, Attestor attestor, List<WantedStatement> statements)
            implements Authority {
        /** Copies what he must have stated. */
        public Signer {
            statements = List.copyOf(statements);
        }

        @Override
        public Check about(Facts facts) throws IOException {
            if (statements.isEmpty()) {
                Check check = Attested.signature(facts, attestor);
                return new Check(name, check.outcome(), "", List.of(check));
            }
            List<Check> checks = new ArrayList<>();
            for (WantedStatement each : statements) {
                checks.add(each.about(facts, attestor));
            }
            return Check.all(name, checks);
        }
    }
}
