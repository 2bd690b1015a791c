package dev.cooper.trust.root;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom to trust: sigstore's trusted root.
 *
 * @param logs transparency logs of signatures
 * @param authorities who issues certificates
 * @param certificateLogs logs of certificates
 * @param timestampAuthorities who issues time stamps
 */
public record TrustedRoot(
        List<TrustedLog> logs,
        List<Authority> authorities,
        List<TrustedLog> certificateLogs,
        List<Authority> timestampAuthorities) {
    /** The media type that is written. */
    public static final String MEDIA_TYPE =
            "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

    private static final List<String> MEDIA_TYPES =
            List.of(
                    MEDIA_TYPE,
                    "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
                    "application/vnd.dev.sigstore.trustedroot.v0.2+json");

    /** Copies the lists. */
    public TrustedRoot {
        logs = List.copyOf(logs);
        authorities = List.copyOf(authorities);
        certificateLogs = List.copyOf(certificateLogs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }

    /**
     * Reads a trusted root.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is damaged or of an unknown version
     */
    public static TrustedRoot parse(byte[] file, String where) {
        JsonObject json = JsonObject.parse(file, where);
        String type = json.string("mediaType");
        if (!MEDIA_TYPES.contains(type)) {
            throw new SyntaxException(where + ": unknown media type \"" + type + "\"");
        }
        return new TrustedRoot(
                RootReader.logs(json.objects("tlogs")),
                RootReader.authorities(json.objects("certificateAuthorities")),
                RootReader.logs(json.objects("ctlogs")),
                RootReader.authorities(json.objects("timestampAuthorities")));
    }

    /** Returns the trusted root as a document. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", MEDIA_TYPE);
        json.put("tlogs", logs.stream().map(RootWriter::log).toList());
        json.put(
                "certificateAuthorities", authorities.stream().map(RootWriter::authority).toList());
        json.put("ctlogs", certificateLogs.stream().map(RootWriter::log).toList());
        json.put(
                "timestampAuthorities",
                timestampAuthorities.stream().map(RootWriter::authority).toList());
        json.values().removeIf(List.of()::equals);
        return Json.write(json);
    }
}
