package dev.cooper.policy.evidence;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.certificate.WantedIdentity.Match;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whom certificates must name, in the terms of those that verify them. */
final class WantedOf {
    private static final String NUMBERS = dev.cooper.trust.certificate.Identity.SIGSTORE;

    /** Kyverno's words for extensions of sigstore, by the last part of their number. */
    private static final Map<String, Integer> WORDS =
            Map.of(
                    "oidcIssuer", 1,
                    "githubWorkflowTrigger", 2,
                    "githubWorkflowSha", 3,
                    "githubWorkflowName", 4,
                    "githubWorkflowRepository", 5,
                    "githubWorkflowRef", 6);

    private WantedOf() {}

    /**
     * @throws SyntaxException when he asks for what is not verified
     */
    static List<WantedIdentity> identities(Attestor.Keyless keyless) {
        SortedMap<Integer, String> claims = new TreeMap<>();
        for (Map.Entry<String, String> one : keyless.extensions().entrySet()) {
            if (one.getValue().contains("*") || one.getValue().contains("?")) {
                throw new SyntaxException(
                        "extensions of certificates are compared exactly; write "
                                + one.getKey()
                                + " without * and ?");
            }
            claims.put(number(one.getKey()), one.getValue());
        }
        List<WantedIdentity> all = new ArrayList<>();
        for (Identity one : keyless.identities()) {
            all.add(
                    new WantedIdentity(
                            match(one.subject(), one.subjectPattern(), "subject"),
                            match(one.issuer(), one.issuerPattern(), "issuer"),
                            claims));
        }
        if (all.isEmpty()) {
            throw new SyntaxException("nobody is named who may have signed");
        }
        return all;
    }

    private static int number(String name) {
        Integer known = WORDS.get(name);
        if (known != null) {
            return known;
        }
        try {
            if (name.startsWith(NUMBERS)) {
                return Integer.parseInt(name.substring(NUMBERS.length()));
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new SyntaxException("the extension " + name + " of certificates is not known");
    }

    private static Match match(String exact, String pattern, String what) {
        if (!exact.isEmpty() && !pattern.isEmpty()) {
            throw new SyntaxException(
                    what + " is given exactly and as a regular expression; keep one of them");
        }
        return exact.isEmpty() ? Match.regexp(pattern) : Match.exactly(exact);
    }
}
