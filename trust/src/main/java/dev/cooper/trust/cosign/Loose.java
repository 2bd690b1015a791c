package dev.cooper.trust.cosign;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.WritableAttachments;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.SimpleSigning;
import dev.cooper.trust.envelope.Statement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stores what was signed or written elsewhere under cosign's older tags of an image. Nothing is
 * verified but that it is about this image.
 *
 * @param home where the image is
 * @param image its digest
 */
public record Loose(WritableAttachments home, Digest image) {
    /**
     * Stores a signature.
     *
     * @param payload what was signed
     * @param base64 the signature
     * @throws SyntaxException when the payload is about something else, or the signature no base64
     * @throws IOException when the home cannot be written
     */
    public void signature(byte[] payload, byte[] base64) throws IOException {
        Digest about = SimpleSigning.parse(payload).digest();
        if (!about.equals(image)) {
            throw new SyntaxException("the payload is about " + about + ", not about " + image);
        }
        String text = new String(base64, StandardCharsets.ISO_8859_1).strip();
        try {
            Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("the signature is no base64", e);
        }
        home.append(
                image,
                "sig",
                SimpleSigning.MEDIA_TYPE,
                payload,
                Map.of(ImageSigner.SIGNATURE, text));
    }

    /**
     * Stores an envelope with a statement.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is none, or about something else
     * @throws IOException when the home cannot be written
     */
    public void attestation(byte[] file, String where) throws IOException {
        Dsse envelope = Dsse.parse(file);
        Statement statement = Statement.parse(envelope.payload());
        if (statement.subjects().stream().noneMatch(one -> one.is(image))) {
            throw new SyntaxException(where + ": the statement is not about " + image);
        }
        Map<String, String> notes = new HashMap<>();
        notes.put(ImageSigner.SIGNATURE, "");
        notes.put(ImageSigner.PREDICATE_TYPE, statement.predicateType());
        home.append(image, "att", Stored.ENVELOPE, file, notes);
    }

    /**
     * Stores an SBOM in the place of the one that is there.
     *
     * @param type its media type
     * @throws IOException when the home cannot be written
     */
    public void sbom(byte[] content, String type) throws IOException {
        home.replace(image, "sbom", type, content);
    }

    /**
     * Returns the media type of an SBOM.
     *
     * @param kind {@code spdx}, {@code cyclonedx} or {@code syft}
     * @param format {@code json}, {@code xml} or {@code text}; else what it looks like
     * @throws SyntaxException when there is no such kind or format
     */
    public static String sbomType(String kind, Optional<String> format, byte[] content) {
        String form = format.filter(text -> !text.isEmpty()).orElseGet(() -> look(content));
        return switch (kind + " " + form) {
            case "spdx text" -> "text/spdx";
            case "spdx json" -> "text/spdx+json";
            case "cyclonedx xml" -> "application/vnd.cyclonedx+xml";
            case "cyclonedx json" -> "application/vnd.cyclonedx+json";
            case "syft json" -> "application/vnd.syft+json";
            default ->
                    throw new SyntaxException(
                            "an SBOM of the type "
                                    + kind
                                    + " in the format "
                                    + form
                                    + " is not known; want spdx (text, json), cyclonedx (xml,"
                                    + " json) or syft (json)");
        };
    }

    private static String look(byte[] content) {
        for (byte one : content) {
            if (one > ' ') {
                return one == '{' ? "json" : one == '<' ? "xml" : "text";
            }
        }
        return "text";
    }
}
