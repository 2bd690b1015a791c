package dev.cooper.inventory.sbom;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;

/**
 * Reads SBOMs of any producer: CycloneDX and SPDX 2, both in JSON. What is missing in them is
 * empty; what cannot be understood is named in a warning, and the rest is read.
 */
public final class SbomReader {
    /** No longer document is read, in bytes. */
    public static final int LARGEST = 512 << 20;

    private static final int HEAD = 200;

    private SbomReader() {}

    /**
     * Reads a document.
     *
     * @throws SyntaxException when it is none of these, in one sentence that says what it seems to
     *     be
     */
    public static ReadSbom read(byte[] document) {
        if (document.length > LARGEST) {
            throw new SyntaxException(
                    "it has "
                            + document.length
                            + " bytes; SBOMs of up to "
                            + LARGEST
                            + " are read");
        }
        String head =
                new String(document, 0, Math.min(HEAD, document.length), StandardCharsets.UTF_8)
                        .strip();
        if (head.startsWith("<")) {
            throw new SyntaxException("it is XML; write the SBOM as CycloneDX or SPDX 2 in JSON");
        }
        if (head.startsWith("SPDXVersion:")) {
            throw new SyntaxException("it is SPDX in tag-value form; write it as JSON");
        }
        Tree tree = JsonDocument.parse(document);
        if (tree.text("bomFormat").equals("CycloneDX")) {
            return new CycloneDxReader(tree).read();
        }
        if (tree.text("spdxVersion").startsWith("SPDX-2")) {
            return new SpdxReader(tree).read();
        }
        if (tree.at("@context").isPresent()) {
            throw new SyntaxException("it seems to be SPDX 3; SPDX 2 and CycloneDX are read");
        }
        throw new SyntaxException("it is neither CycloneDX nor SPDX: it names no version of them");
    }
}
