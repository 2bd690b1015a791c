package dev.cooper.trust.cosign;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.log.LogEntry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A signature of the older form: alone, with what proves who signed beside it. */
public final class Sealed {
    private final byte[] signature;
    private final Map<String, String> annotations;

    private Sealed(byte[] signature, Map<String, String> annotations) {
        this.signature = signature;
        this.annotations = Map.copyOf(annotations);
    }

    /**
     * Takes a bundle apart.
     *
     * @throws SyntaxException when its log gave no promise, which is all that the older form has
     */
    public static Sealed of(Bundle bundle) {
        Map<String, String> notes = new LinkedHashMap<>();
        if (bundle.material() instanceof Bundle.Material.Certificates certificates) {
            List<X509> chain = certificates.chain();
            notes.put(TrustedRoots.PREFIX + "certificate", chain.getFirst().pem());
            if (chain.size() > 1) {
                notes.put(
                        TrustedRoots.PREFIX + "chain",
                        chain.stream().skip(1).map(X509::pem).collect(Collectors.joining()));
            }
        }
        logged(bundle)
                .ifPresent(entry ->
                        notes.put(TrustedRoots.PREFIX + "bundle", Json.writeString(entry)));
        if (!bundle.timestamps().isEmpty()) {
            Map<String, String> stamp =
                    Map.of("SignedRFC3161Timestamp", base64(bundle.timestamps().getFirst()));
            notes.put(TrustedRoots.PREFIX + "rfc3161timestamp", Json.writeString(stamp));
        }
        return new Sealed(bundle.signature(), notes);
    }

    /** The first entry of a log, as cosign wrote it before version 3. */
    private static Optional<Map<String, Object>> logged(Bundle bundle) {
        if (bundle.logEntries().isEmpty()) {
            return Optional.empty();
        }
        LogEntry entry =
                bundle.logEntries().stream()
                        .filter(one -> one.promise().isPresent())
                        .findFirst()
                        .orElseThrow(() ->
                                new SyntaxException(
                                        "the log promised nothing, without which the older form"
                                                + " cannot be verified"));
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("body", entry.body());
        payload.put("integratedTime", entry.integratedTime());
        payload.put("logIndex", entry.index());
        payload.put("logID", entry.logId());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("SignedEntryTimestamp", base64(entry.promise().orElseThrow()));
        json.put("Payload", payload);
        return Optional.of(json);
    }

    /**
     * Returns the file that cosign called a bundle before version 3.
     *
     * @param bundle with the signature of a file
     * @param key the public key in PEM, for when no certificate came along
     */
    public static byte[] file(Bundle bundle, Optional<String> key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("base64Signature", base64(bundle.signature()));
        certificate(bundle)
                .or(() -> key)
                .ifPresent(pem -> json.put("cert", base64(pem.getBytes(StandardCharsets.UTF_8))));
        logged(bundle).ifPresent(entry -> json.put("rekorBundle", entry));
        return Json.write(json);
    }

    /** Returns the certificate of who signed in PEM, if there is one. */
    public static Optional<String> certificate(Bundle bundle) {
        return bundle.material() instanceof Bundle.Material.Certificates certificates
                ? Optional.of(certificates.chain().getFirst().pem())
                : Optional.empty();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns the signature over the message. */
    public byte[] signature() {
        return signature.clone();
    }

    /** Returns what proves who signed, for the layer. */
    public Map<String, String> annotations() {
        return annotations;
    }
}
