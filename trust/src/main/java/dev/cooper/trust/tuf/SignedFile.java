package dev.cooper.trust.tuf;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Rfc3339;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A file of metadata, of which only the form is known to be right. */
final class SignedFile {
    private static final int MOST_SIGNATURES = 100;

    private final String where;
    private final JsonObject signed;
    private final byte[] canonical;
    private final Map<String, byte[]> signatures;

    private SignedFile(
            String where, JsonObject signed, byte[] canonical, Map<String, byte[]> signatures) {
        this.where = where;
        this.signed = signed;
        this.canonical = canonical;
        this.signatures = signatures;
    }

    static SignedFile parse(byte[] content, String type, String where)
            throws RefusedMetadataException {
        try {
            JsonObject json = JsonObject.parse(content, where);
            JsonObject signed = json.object("signed");
            SignedFile file =
                    new SignedFile(
                            where,
                            signed,
                            CanonicalJson.write(signed.members()),
                            signatures(json.objects("signatures"), where));
            file.checkHead(type);
            return file;
        } catch (SyntaxException e) {
            throw new RefusedMetadataException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, byte[]> signatures(List<JsonObject> all, String where) {
        if (all.size() > MOST_SIGNATURES) {
            throw new SyntaxException(where + ": more than " + MOST_SIGNATURES + " signatures");
        }
        Map<String, byte[]> signatures = new HashMap<>();
        for (JsonObject one : all) {
            byte[] value;
            try {
                value = HexFormat.of().parseHex(one.string("sig"));
            } catch (IllegalArgumentException e) {
                throw new SyntaxException(one.where() + ": sig is not hexadecimal", e);
            }
            if (signatures.put(one.string("keyid"), value) != null) {
                throw new SyntaxException(where + ": a key signed twice");
            }
        }
        return signatures;
    }

    private void checkHead(String type) {
        if (!signed.string("_type").equals(type)) {
            throw new SyntaxException(
                    where + ": it is of type " + signed.string("_type") + ", want " + type);
        }
        String version = signed.string("spec_version");
        if (!version.startsWith("1.")) {
            throw new SyntaxException(where + ": spec_version is " + version + ", want 1.x");
        }
        if (version() < 1) {
            throw new SyntaxException(where + ": version is " + version() + ", want 1 or more");
        }
        expires();
    }

    /** Where it is, for messages. */
    String where() {
        return where;
    }

    /** What the signatures are over. */
    JsonObject signed() {
        return signed;
    }

    /** The same in the form in which it is signed. */
    byte[] canonical() {
        return canonical;
    }

    /** The signatures by the names of keys. */
    Map<String, byte[]> signatures() {
        return signatures;
    }

    long version() {
        return signed.integer("version");
    }

    Instant expires() {
        return Rfc3339.parse(signed.string("expires"));
    }

    /** Refuses what is no longer to be believed: a mirror may keep back what is newer. */
    void requireFresh(Instant now) throws RefusedMetadataException {
        if (!now.isBefore(expires())) {
            throw new RefusedMetadataException(where + ": expired at " + expires());
        }
    }
}
