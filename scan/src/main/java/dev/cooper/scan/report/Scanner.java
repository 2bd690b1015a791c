package dev.cooper.scan.report;

/** What a scan looks for. */
public enum Scanner {
    /** Vulnerabilities of packages. */
    VULNERABILITY("vuln", "Vulnerabilities"),
    /** Misconfigurations. */
    MISCONFIGURATION("misconfig", "Misconfigurations"),
    /** Secrets. */
    SECRET("secret", "Secrets"),
    /** Licences. */
    LICENSE("license", "Licenses");

    private final String word;
    private final String heading;

    Scanner(String word, String heading) {
        this.word = word;
        this.heading = heading;
    }

    /** As options have it. */
    public String word() {
        return word;
    }

    String heading() {
        return heading;
    }

    /** How many findings a result has; -1 where this does not look at what the result is about. */
    int count(Result result) {
        return switch (this) {
            case VULNERABILITY ->
                    result.kind().isOfPackages() && result.isLookedUp()
                            ? result.vulnerabilities().size()
                            : -1;
            case MISCONFIGURATION ->
                    result.kind() == ResultClass.CONFIGURATION
                            ? result.misconfigurations().size()
                            : -1;
            case SECRET -> result.kind() == ResultClass.SECRET ? result.secrets().size() : -1;
            case LICENSE ->
                    result.kind() == ResultClass.LICENSE
                                    || result.kind() == ResultClass.LICENSE_FILE
                            ? result.licenses().size()
                            : -1;
        };
    }
}
