package dev.cooper.scan.feed;

import dev.cooper.oci.SyntaxException;

/** The kinds of feed that a database can be built from. */
public enum Feed {
    /** OSV's records, those of GitHub among them. */
    OSV("osv"),
    /** Alpine's security database, and Wolfi's. */
    SECDB("secdb"),
    /** The JSON of Debian's security tracker. */
    DEBIAN_TRACKER("debian-tracker"),
    /** Red Hat's CSAF 2.0: VEX and advisories. */
    CSAF("csaf"),
    /** The NVD's JSON, version 2.0. */
    NVD("nvd"),
    /** CISA's catalogue of known exploited vulnerabilities. */
    KEV("kev"),
    /** The scores of EPSS. */
    EPSS("epss"),
    /** Cycles of products from endoflife.date. */
    END_OF_LIFE("eol");

    private final String word;

    Feed(String word) {
        this.word = word;
    }

    /** As the command line has it, such as {@code osv}. */
    public String word() {
        return word;
    }

    /**
     * The feed of a name.
     *
     * @throws SyntaxException when there is none; names all
     */
    public static Feed parse(String word) {
        StringBuilder all = new StringBuilder();
        for (Feed feed : values()) {
            if (feed.word.equals(word)) {
                return feed;
            }
            all.append(all.isEmpty() ? "" : ", ").append(feed.word);
        }
        throw new SyntaxException("unknown feed \"" + word + "\": want one of " + all);
    }

    /**
     * Which feed a document is of, by its first characters.
     *
     * @param head some thousand of them
     * @throws SyntaxException when it looks like none
     */
    static Feed guess(String head, String name) {
        if (head.startsWith("#model_version") || head.startsWith("cve,epss")) {
            return EPSS;
        }
        if (head.contains("\"csaf_version\"")) {
            return CSAF;
        }
        if (head.contains("\"catalogVersion\"")) {
            return KEV;
        }
        if (head.contains("\"distroversion\"") || head.contains("\"secfixes\"")) {
            return SECDB;
        }
        if (head.contains("\"NVD_CVE\"") || head.contains("\"resultsPerPage\"")) {
            return NVD;
        }
        if (head.stripLeading().startsWith("[") && head.contains("\"cycle\"")) {
            return END_OF_LIFE;
        }
        if (head.contains("\"releases\"") && head.contains("\"repositories\"")) {
            return DEBIAN_TRACKER;
        }
        if (head.contains("\"affected\"")
                || head.contains("\"schema_version\"")
                || head.contains("\"modified\"")) {
            return OSV;
        }
        throw new SyntaxException(
                name + " looks like no feed: say of what kind it is, such as osv=" + name);
    }
}
