package dev.cooper.policy.rule;

import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;

import java.io.IOException;
import java.util.Optional;

/** What a rule looks for. */
interface Condition {
    /**
     * Looks.
     *
     * @return what speaks against the image, half a sentence; empty when nothing does
     * @throws IOException when it cannot be found out
     */
    Optional<String> against(Facts facts, Request request) throws IOException;
}
