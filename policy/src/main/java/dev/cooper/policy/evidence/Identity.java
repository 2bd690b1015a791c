package dev.cooper.policy.evidence;

/**
 * Whose a certificate must be. What is empty is not asked for.
 *
 * @param issuer who vouched for the subject, exactly
 * @param issuerPattern the same as a regular expression (RE2)
 * @param subject who signed, exactly
 * @param subjectPattern the same as a regular expression (RE2)
 */
public record Identity(String issuer, String issuerPattern, String subject, String subjectPattern) {
    /** Tells whether nothing is asked for. */
    public boolean isEmpty() {
        return (issuer + issuerPattern + subject + subjectPattern).isEmpty();
    }

    @Override
    public String toString() {
        String who = subject.isEmpty() ? subjectPattern : subject;
        String by = issuer.isEmpty() ? issuerPattern : issuer;
        return who.isEmpty() ? "anybody of " + by : by.isEmpty() ? who : who + " of " + by;
    }
}
