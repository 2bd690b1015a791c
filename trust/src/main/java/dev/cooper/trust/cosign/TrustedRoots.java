package dev.cooper.trust.cosign;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Artifact;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.Signed;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.verdict.Check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trust in what a trusted root leads to: certificates of wanted identities, or keys whose
 * signatures a log knows of.
 *
 * @param verifier with the trusted root
 * @param wanted of whom one must have signed
 */
public record TrustedRoots(BundleVerifier verifier, List<Wanted> wanted) implements Trusted {
    static final String PREFIX = "dev.sigstore.cosign/";

    /** Copies the list. */
    public TrustedRoots {
        wanted = List.copyOf(wanted);
    }

    @Override
    public Check bundle(Bundle bundle) {
        return any(wanted.stream().map(one -> verifier.verify(bundle, one)).toList());
    }

    @Override
    public Check file(Bundle bundle, byte[] content) {
        Artifact artifact = Artifact.of(content);
        return any(wanted.stream().map(one -> verifier.verify(bundle, artifact, one)).toList());
    }

    @Override
    public Check layer(byte[] message, byte[] signature, Map<String, String> annotations) {
        Signed signed =
                new Signed(
                        HexFormat.of().formatHex(signature),
                        Digest.sha256(message),
                        Optional.of(message),
                        envelope(message, signature),
                        chain(annotations),
                        entry(annotations).stream().toList(),
                        timestamp(annotations).stream().toList(),
                        false);
        return any(wanted.stream().map(one -> verifier.verify(signed, one)).toList());
    }

    private static Check any(List<Check> each) {
        return each.size() == 1 ? each.getFirst() : Check.any("signed-by-any", each);
    }

    /** Attestations of the older form are envelopes, of which the encoding is signed. */
    private static Optional<Dsse> envelope(byte[] message, byte[] signature) {
        return Dsse.decode(message)
                .map(found -> new Dsse(found.payloadType(), found.payload(), List.of(signature)));
    }

    private static List<X509> chain(Map<String, String> annotations) {
        String leaf = annotations.getOrDefault(PREFIX + "certificate", "");
        if (leaf.isEmpty()) {
            return List.of();
        }
        String between = annotations.getOrDefault(PREFIX + "chain", "");
        List<X509> chain = new ArrayList<>();
        chain.add(X509.parsePem(bytes(leaf), "certificate").getFirst());
        if (!between.isEmpty()) {
            chain.addAll(X509.parsePem(bytes(between), "certificate chain"));
        }
        return chain;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<LogEntry> entry(Map<String, String> annotations) {
        String text = annotations.getOrDefault(PREFIX + "bundle", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonObject json = JsonObject.parse(bytes(text), "bundle");
        JsonObject payload = json.object("Payload");
        return Optional.of(
                new LogEntry(
                        payload.integer("logIndex"),
                        payload.string("logID"),
                        "",
                        "",
                        payload.integer("integratedTime"),
                        Optional.of(base64(json, "SignedEntryTimestamp")),
                        Optional.empty(),
                        Base64.getEncoder().encodeToString(base64(payload, "body"))));
    }

    private static Optional<byte[]> timestamp(Map<String, String> annotations) {
        String text = annotations.getOrDefault(PREFIX + "rfc3161timestamp", "");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        base64(
                                JsonObject.parse(bytes(text), "time stamp"),
                                "SignedRFC3161Timestamp"));
    }

    private static byte[] base64(JsonObject json, String name) {
        String text = json.string(name);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no base64", e);
        }
    }
}
