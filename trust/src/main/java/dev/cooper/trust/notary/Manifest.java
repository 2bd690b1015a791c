package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A snapshot or a timestamp: which files of metadata belong together.
 *
 * @param version grows with each change
 * @param expires until when it may be trusted
 * @param files by their roles
 */
public record Manifest(long version, Instant expires, SortedMap<String, FileMeta> files) {
    /**
     * Reads one; that its signatures hold is for others.
     *
     * @param role {@code snapshot} or {@code timestamp}
     * @throws SyntaxException when it is none
     */
    public static Manifest parse(SignedDocument document, String role) {
        Root.wantType(document, type(role));
        SortedMap<String, FileMeta> files = new TreeMap<>();
        JsonObject meta = document.signed().object("meta");
        for (String name : meta.names()) {
            files.put(name, FileMeta.parse(meta.object(name)));
        }
        return new Manifest(document.version(), document.expires(), files);
    }

    private static String type(String role) {
        return role.equals(Roles.SNAPSHOT) ? "Snapshot" : "Timestamp";
    }

    /**
     * The file of a role.
     *
     * @throws SyntaxException when it is not listed
     */
    FileMeta file(String role) {
        FileMeta found = files.get(role);
        if (found == null) {
            throw new SyntaxException("the signed list of files does not have " + role);
        }
        return found;
    }

    static Map<String, Object> toSigned(
            String role, Map<String, FileMeta> files, long version, Instant expires) {
        Map<String, Object> meta = new LinkedHashMap<>();
        files.forEach((name, file) -> meta.put(name, file.toMap()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_type", type(role));
        map.put("expires", expires.toString());
        map.put("meta", meta);
        map.put("version", version);
        return map;
    }
}
