package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.tuf.CanonicalJson;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of metadata: what is signed, and by whom.
 *
 * @param signed what is signed
 * @param signatures those under it; whether they hold is for others
 */
public record SignedDocument(JsonObject signed, List<RoleSignature> signatures) {
    /** The most bytes of a file. */
    public static final int MOST_BYTES = 32 << 20;

    private static final int MOST_SIGNATURES = 1000;

    /**
     * Reads a file.
     *
     * @param where what is read, for messages
     * @throws SyntaxException when it is none
     */
    public static SignedDocument parse(byte[] file, String where) {
        JsonObject json = JsonObject.parse(file, where);
        List<JsonObject> signatures = json.objects("signatures");
        if (signatures.size() > MOST_SIGNATURES) {
            throw new SyntaxException(where + " has " + signatures.size() + " signatures");
        }
        return new SignedDocument(
                json.object("signed"), signatures.stream().map(RoleSignature::parse).toList());
    }

    /** Takes what is to be signed. */
    static SignedDocument of(Map<String, Object> signed, String where) {
        return new SignedDocument(JsonObject.parse(CanonicalJson.write(signed), where), List.of());
    }

    /** The bytes that signatures are over. */
    byte[] message() {
        return CanonicalJson.write(tree());
    }

    private Map<String, Object> tree() {
        Map<String, Object> tree = new java.util.HashMap<>();
        for (String name : signed.names()) {
            tree.put(name, signed.get(name));
        }
        return tree;
    }

    /** The file: the canonical form of what is signed, and the signatures. */
    byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("{\"signed\":".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(message());
        out.writeBytes(",\"signatures\":".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(CanonicalJson.write(signatures.stream().map(RoleSignature::toMap).toList()));
        out.write('}');
        return out.toByteArray();
    }

    /** The same with other signatures. */
    SignedDocument with(List<RoleSignature> others) {
        return new SignedDocument(signed, List.copyOf(others));
    }

    /** Which kind of document it is, such as {@code Root}. */
    String type() {
        return signed.string("_type");
    }

    /**
     * The number that grows with each change.
     *
     * @throws SyntaxException when it is none
     */
    public long version() {
        long version = signed.integer("version");
        if (version < 0) {
            throw new SyntaxException(signed.where() + ": version " + version + " is below 0");
        }
        return version;
    }

    /**
     * Until when it may be trusted.
     *
     * @throws SyntaxException when it is no time
     */
    public Instant expires() {
        String text = signed.string("expires");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new SyntaxException(signed.where() + ": expires is no time: \"" + text + "\"", e);
        }
    }

    /** Which of some keys have signed it; one that signed twice counts once. */
    Set<String> signers(RoleKeys wanted, Map<String, TrustKey> keys) {
        byte[] message = message();
        Set<String> signers = new HashSet<>();
        for (RoleSignature signature : signatures) {
            TrustKey key = keys.get(signature.keyId());
            if (key != null
                    && wanted.keyIds().contains(signature.keyId())
                    && !signers.contains(signature.keyId())
                    && key.id().equals(signature.keyId())
                    && signature.isOf(key, message)) {
                signers.add(signature.keyId());
            }
        }
        return signers;
    }

    /** The same, signed with further keys; their former signatures are dropped. */
    SignedDocument signed(Map<String, SigningKey> by) {
        byte[] message = message();
        List<RoleSignature> all = new ArrayList<>();
        for (RoleSignature old : signatures) {
            if (!by.containsKey(old.keyId())) {
                all.add(old);
            }
        }
        by.forEach((id, key) -> all.add(key.sign(message, id)));
        return with(all);
    }
}
