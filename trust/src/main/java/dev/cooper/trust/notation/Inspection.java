package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a signature says of itself; nothing is verified.
 *
 * @param manifest that holds it
 * @param fields as notation's document has them; only {@code error} when it cannot be read
 */
public record Inspection(Digest manifest, Map<String, @Nullable Object> fields) {
    /**
     * Lists the manifests that hold signatures on an artifact.
     *
     * @throws IOException when the home cannot be read
     */
    public static List<Digest> list(Attachments home, Descriptor artifact) throws IOException {
        return Stored.of(home, artifact).stream().map(one -> one.manifest().digest()).toList();
    }

    /**
     * Reads the signatures on an artifact.
     *
     * @param most how many are read
     * @throws IOException when the home cannot be read
     */
    public static List<Inspection> of(Attachments home, Descriptor artifact, int most)
            throws IOException {
        List<Inspection> found = new ArrayList<>();
        for (Stored one : Stored.of(home, artifact).stream().limit(most).toList()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("mediaType", one.format().mediaType());
            fields.put("digest", one.manifest().digest().toString());
            try {
                fields.putAll(fields(one.envelope(home)));
            } catch (SyntaxException e) {
                fields.put("error", e.getMessage());
            }
            found.add(new Inspection(one.manifest().digest(), fields));
        }
        return found;
    }

    private static Map<String, @Nullable Object> fields(Envelope envelope) {
        Header header = envelope.header();
        Payload payload = Payload.parse(envelope.payload());
        Map<String, @Nullable Object> signed = new TreeMap<>();
        signed.put("signingScheme", header.scheme());
        header.signingTime().ifPresent(time -> signed.put("signingTime", time.toString()));
        header.authenticTime()
                .ifPresent(time -> signed.put("authenticSigningTime", time.toString()));
        header.expiry().ifPresent(time -> signed.put("expiry", time.toString()));
        Map<String, @Nullable Object> open = new TreeMap<>();
        envelope.agent().ifPresent(agent -> open.put("signingAgent", agent));
        envelope.timestamp()
                .map(Timestamp::parse)
                .ifPresent(stamp -> open.put("timestampSignature", stamp.earliest().toString()));
        Map<String, @Nullable Object> artifact = new LinkedHashMap<>();
        artifact.put("mediaType", payload.mediaType());
        artifact.put("digest", payload.digest().toString());
        artifact.put("size", payload.size());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("signatureAlgorithm", header.algorithm().text());
        fields.put("signedAttributes", signed);
        fields.put(
                "userDefinedAttributes", payload.metadata().isEmpty() ? null : payload.metadata());
        fields.put("unsignedAttributes", open);
        fields.put("certificates", envelope.chain().stream().map(Inspection::fields).toList());
        fields.put("signedArtifact", artifact);
        return fields;
    }

    private static Map<String, @Nullable Object> fields(X509Certificate one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("SHA256Fingerprint", Certificates.thumbprint(one));
        fields.put("issuedTo", Certificates.name(one.getSubjectX500Principal()));
        fields.put("issuedBy", Certificates.name(one.getIssuerX500Principal()));
        fields.put("expiry", one.getNotAfter().toInstant().toString());
        return fields;
    }
}
