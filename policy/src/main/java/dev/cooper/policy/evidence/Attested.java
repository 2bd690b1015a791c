package dev.cooper.policy.evidence;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.List;

/** Asks whether somebody has signed; the words are the same whoever asks. */
public final class Attested {
    private Attested() {}

    /**
     * Looks for a signature of somebody.
     *
     * @return passed when one holds
     * @throws IOException when the signatures cannot be read
     */
    public static Check signature(Facts facts, Attestor attestor) throws IOException {
        try {
            List<Signed> all = facts.signatures(attestor);
            return all.isEmpty()
                    ? Check.failed("signature", "the image is not signed")
                    : Check.any("signature", all.stream().map(Signed::check).toList());
        } catch (SyntaxException e) {
            return Check.notChecked("signature", String.valueOf(e.getMessage()));
        }
    }

    /** Returns why a check has not passed, as half a sentence after "the image …". */
    public static String why(Check check) {
        return check.outcome() == Check.Outcome.NOT_CHECKED
                ? "not checked: " + check.why()
                : check.why();
    }
}
