package dev.cooper.trust.bundle;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.Pem;
import dev.cooper.trust.log.LogEntry;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is entered in a log, and whether it is about a signature. */
final class LogBody {
    private final Signed signed;
    private final PublicKey key;

    LogBody(Signed signed, PublicKey key) {
        this.signed = signed;
        this.key = key;
    }

    /**
     * Compares an entry with the signature.
     *
     * @return what differs; empty when nothing does
     * @throws SyntaxException when it is damaged
     */
    Optional<String> difference(LogEntry entry) {
        JsonObject body = JsonObject.parse(entry.content(), "log entry");
        String kind = body.string("kind");
        String version = body.string("apiVersion");
        if (!entry.kind().isEmpty()
                && !(entry.kind().equals(kind) && entry.version().equals(version))) {
            return Optional.of("it is a " + kind + " " + version + ", not as the bundle says");
        }
        JsonObject spec = body.object("spec");
        return switch (kind + " " + version) {
            case "hashedrekord 0.0.1" -> hashed(spec);
            case "hashedrekord 0.0.2" -> hashedSecond(spec.object("hashedRekordV002"));
            case "dsse 0.0.1" -> envelope(spec);
            case "dsse 0.0.2" -> envelopeSecond(spec.object("dsseV002"));
            case "intoto 0.0.1" -> statement(spec);
            case "intoto 0.0.2" -> statementSecond(spec.object("content"));
            default -> Optional.of("entries of the kind " + kind + " " + version + " are unknown");
        };
    }

    private Optional<String> hashed(JsonObject spec) {
        JsonObject hash = spec.object("data").object("hash");
        JsonObject signature = spec.object("signature");
        return first(
                hash(hash.string("algorithm"), hash.string("value"), signed.message()),
                signature(base64(signature, "content")),
                pem(signature.object("publicKey").string("content")));
    }

    private Optional<String> hashedSecond(JsonObject spec) {
        JsonObject data = spec.object("data");
        JsonObject signature = spec.object("signature");
        return first(
                hash(
                        data.string("algorithm"),
                        HexFormat.of().formatHex(base64(data, "digest")),
                        signed.message()),
                signature(base64(signature, "content")),
                verifier(signature.object("verifier")));
    }

    private Optional<String> envelope(JsonObject spec) {
        List<JsonObject> signatures = spec.objects("signatures");
        if (signatures.size() != 1) {
            return Optional.of("it is about " + signatures.size() + " signatures");
        }
        JsonObject one = signatures.getFirst();
        return first(
                payload(spec.object("payloadHash"), "value"),
                signature(base64(one, "signature")),
                pem(one.string("verifier")));
    }

    private Optional<String> envelopeSecond(JsonObject spec) {
        List<JsonObject> signatures = spec.objects("signatures");
        if (signatures.size() != 1) {
            return Optional.of("it is about " + signatures.size() + " signatures");
        }
        JsonObject one = signatures.getFirst();
        JsonObject hash = spec.object("payloadHash");
        return first(
                hash(
                        hash.string("algorithm"),
                        HexFormat.of().formatHex(base64(hash, "digest")),
                        signed.envelope().map(dsse -> dsse.payload())),
                signature(base64(one, "content")),
                verifier(one.object("verifier")));
    }

    /** The log itself looked at the signature, which such entries do not keep. */
    private Optional<String> statement(JsonObject spec) {
        return first(
                payload(spec.object("content").object("payloadHash"), "value"),
                Optional.empty(),
                pem(spec.string("publicKey")));
    }

    private Optional<String> statementSecond(JsonObject content) {
        List<JsonObject> signatures = content.object("envelope").objects("signatures");
        if (signatures.size() != 1) {
            return Optional.of("it is about " + signatures.size() + " signatures");
        }
        JsonObject one = signatures.getFirst();
        String text = new String(base64(one, "sig"), StandardCharsets.ISO_8859_1);
        return first(
                payload(content.object("payloadHash"), "value"),
                text.equals(
                                Base64.getEncoder()
                                        .encodeToString(
                                                HexFormat.of().parseHex(signed.signature())))
                        ? Optional.empty()
                        : Optional.of("it is about another signature"),
                pem(one.string("publicKey")));
    }

    private static Optional<String> first(
            Optional<String> one, Optional<String> two, Optional<String> three) {
        return one.or(() -> two).or(() -> three);
    }

    private Optional<String> payload(JsonObject hash, String name) {
        return hash(
                hash.string("algorithm"),
                hash.string(name),
                signed.envelope().map(dsse -> dsse.payload()));
    }

    private Optional<String> hash(String algorithm, String value, Optional<byte[]> of) {
        String name = algorithm.toLowerCase(Locale.ROOT).replace("sha2_", "sha");
        if (of.isEmpty()) {
            return name.equals("sha256") && value.equals(signed.digest().hex())
                    ? Optional.empty()
                    : Optional.of("it is about something else: the digest differs");
        }
        Digest digest =
                switch (name) {
                    case "sha256" -> new SHA256Digest();
                    case "sha384" -> new SHA384Digest();
                    case "sha512" -> new SHA512Digest();
                    default -> throw new SyntaxException("log entry: unknown hash " + algorithm);
                };
        byte[] hash = new byte[digest.getDigestSize()];
        digest.update(of.get(), 0, of.get().length);
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash).equals(value)
                ? Optional.empty()
                : Optional.of("it is about something else: the digest differs");
    }

    private Optional<String> signature(byte[] entered) {
        return HexFormat.of().formatHex(entered).equals(signed.signature())
                ? Optional.empty()
                : Optional.of("it is about another signature");
    }

    private Optional<String> pem(String base64) {
        byte[] file = decode(base64, "publicKey");
        List<Pem> blocks = Pem.parse(file, "log entry");
        return same(blocks.getFirst().type(), blocks.getFirst().content());
    }

    private Optional<String> verifier(JsonObject json) {
        return json.has("x509Certificate")
                ? same("CERTIFICATE", base64(json.object("x509Certificate"), "rawBytes"))
                : same("PUBLIC KEY", base64(json.object("publicKey"), "rawBytes"));
    }

    private Optional<String> same(String type, byte[] der) {
        Optional<X509> leaf = signed.chain().stream().findFirst();
        boolean same =
                leaf.map(own -> type.equals("CERTIFICATE") && Arrays.equals(der, own.der()))
                        .orElseGet(() ->
                                type.equals("PUBLIC KEY") && Arrays.equals(der, key.getEncoded()));
        return same
                ? Optional.empty()
                : Optional.of("it is about another " + (leaf.isPresent() ? "certificate" : "key"));
    }

    private static byte[] base64(JsonObject json, String name) {
        return decode(json.string(name), json.where() + "." + name);
    }

    private static byte[] decode(String text, String where) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + " is no base64", e);
        }
    }
}
