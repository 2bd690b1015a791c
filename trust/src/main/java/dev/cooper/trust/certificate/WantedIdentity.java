package dev.cooper.trust.certificate;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.verdict.Check;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who may have signed: a name, an issuer of his token, and more that the issuer was told.
 *
 * @param subject the name
 * @param issuer the issuer of the token
 * @param claims values of sigstore's extensions, by the last part of their number
 */
public record WantedIdentity(Match subject, Match issuer, SortedMap<Integer, String> claims) {
    /** The extensions that cosign's options for workflows of GitHub ask for, by option. */
    public static final Map<String, Integer> WORKFLOW =
            Map.of("trigger", 2, "sha", 3, "name", 4, "repository", 5, "ref", 6);

    /** Copies the claims. */
    public WantedIdentity {
        claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    }

    /** Makes one that names both exactly. */
    public static WantedIdentity of(String subject, String issuer) {
        return new WantedIdentity(Match.exactly(subject), Match.exactly(issuer), new TreeMap<>());
    }

    /**
     * How a text must be.
     *
     * @param text exactly, or as a regular expression of Go
     * @param pattern the expression, if it is one; it need not match the whole text
     */
    public record Match(String text, Optional<Pattern> pattern) {
        /** A text that must be exactly so. */
        public static Match exactly(String text) {
            return new Match(text, Optional.empty());
        }

        /**
         * A regular expression that must match somewhere in the text, unless it is anchored.
         *
         * @throws SyntaxException when it is none
         */
        public static Match regexp(String expression) {
            try {
                return new Match(expression, Optional.of(Pattern.compile(expression)));
            } catch (PatternSyntaxException e) {
                throw new SyntaxException(
                        "\"" + expression + "\" is no regular expression: " + e.getDescription(),
                        e);
            }
        }

        /** Tells whether a text is so. An empty text never is. */
        public boolean fits(String found) {
            return !found.isEmpty()
                    && pattern.map(one -> one.matcher(found).find()).orElse(text.equals(found));
        }

        @Override
        public String toString() {
            return pattern.isPresent() ? "one like " + text : text;
        }
    }

    /** Tells whether a certificate is of him. */
    public Check check(X509 certificate) {
        Identity found = Identity.of(certificate);
        String names = found.names().isEmpty() ? "nobody" : String.join(", ", found.names());
        if (found.names().stream().noneMatch(subject::fits)) {
            return Check.failed(
                    "certificate-identity", "the certificate is of " + names + ", want " + subject);
        }
        String by = found.issuer().orElse("");
        if (!issuer.fits(by)) {
            return Check.failed(
                    "certificate-oidc-issuer",
                    "the token was issued by "
                            + (by.isEmpty() ? "nobody that is named" : by)
                            + ", want "
                            + issuer);
        }
        for (Map.Entry<Integer, String> want : claims.entrySet()) {
            String claim = Identity.claim(certificate, want.getKey()).orElse("");
            if (!claim.equals(want.getValue())) {
                return Check.failed(
                        "certificate-extension",
                        Identity.SIGSTORE
                                + want.getKey()
                                + " is \""
                                + claim
                                + "\", want \""
                                + want.getValue()
                                + "\"");
            }
        }
        return Check.passed("certificate-identity", names + " by " + by);
    }
}
