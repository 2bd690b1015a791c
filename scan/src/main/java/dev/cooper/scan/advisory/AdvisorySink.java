package dev.cooper.scan.advisory;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Takes what feeds say, in any order. */
public interface AdvisorySink {
    /**
     * Takes an advisory.
     *
     * @param ecosystem in the words of OSV
     * @param name of the package as the feed writes it
     */
    void advisory(String ecosystem, String name, Advisory advisory) throws IOException;

    /**
     * Takes what a source knows of a vulnerability; what several sources know is put together.
     *
     * @param source its id, such as {@code nvd}
     */
    void vulnerability(String source, Vulnerability details) throws IOException;

    /** Takes when a vulnerability came to be known as exploited. */
    void exploited(String id, Instant since) throws IOException;

    /** Takes how probable it is that a vulnerability is exploited. */
    void epss(String id, Vulnerability.Epss epss) throws IOException;

    /** Takes when the releases of a product end. */
    void endOfLife(String product, List<EndOfLife.Cycle> cycles) throws IOException;

    /** Notes where something came from; what is said of the same source again is added to it. */
    void origin(DatabaseState.Origin origin);

    /** Notes that a record was left out, and why: one sentence that names the file. */
    void warn(String warning);
}
