package dev.cooper.scan.remote;

import dev.cooper.oci.Digest;

/** Where a scan server has what. */
public final class Paths {
    /** Findings: a question is posted there. */
    public static final String FINDINGS = "/v1/findings";

    /** Whether the server is alive. */
    public static final String HEALTH = "/healthz";

    /** What it runs, and which database it has. */
    public static final String VERSION = "/version";

    /** What is known of layers lies below; the diff ID and the maker follow. */
    public static final String LAYERS = "/v1/layers/";

    /** The largest thing that is kept of a layer, in bytes. */
    public static final int LARGEST = 64 << 20;

    private Paths() {}

    /** Where that is which a maker has made of a layer. */
    static String layer(Digest diffId, String maker) {
        return LAYERS + diffId + "/" + maker;
    }
}
