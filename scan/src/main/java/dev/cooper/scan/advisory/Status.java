package dev.cooper.scan.advisory;

/** What those who make a package do about a vulnerability; Trivy's words and numbers. */
public enum Status {
    /** Nobody has said. */
    UNKNOWN("unknown"),
    /** The package does not have it. */
    NOT_AFFECTED("not_affected"),
    /** It is there, and nothing is fixed yet. */
    AFFECTED("affected"),
    /** A newer version does not have it. */
    FIXED("fixed"),
    /** They are looking into it. */
    UNDER_INVESTIGATION("under_investigation"),
    /** They leave it as it is. */
    WILL_NOT_FIX("will_not_fix"),
    /** They will mend it some day. */
    FIX_DEFERRED("fix_deferred"),
    /** Nobody mends this release any more. */
    END_OF_LIFE("end_of_life");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /** As reports and options have it. */
    public String word() {
        return word;
    }
}
