package dev.cooper.trust.cosign;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is stated of an image.
 *
 * @param type what kind of thing it is, a URI
 * @param content the thing, as {@link Json#parse(byte[])} returns it
 */
public record Predicate(String type, @Nullable Object content) {
    /** The type of what cosign has no word for. */
    public static final String CUSTOM = "https://cosign.sigstore.dev/attestation/v1";

    private static final String SPDX = "https://spdx.dev/Document";

    private static final Map<String, String> TYPES = types();

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("slsaprovenance", "https://slsa.dev/provenance/v0.2");
        types.put("slsaprovenance02", "https://slsa.dev/provenance/v0.2");
        types.put("slsaprovenance1", "https://slsa.dev/provenance/v1");
        types.put("link", "https://in-toto.io/Link/v1");
        types.put("spdx", SPDX);
        types.put("spdxjson", SPDX);
        types.put("cyclonedx", "https://cyclonedx.org/bom");
        types.put("vuln", "https://cosign.sigstore.dev/attestation/vuln/v1");
        types.put("openvex", "https://openvex.dev/ns");
        types.put("custom", CUSTOM);
        return types;
    }

    /**
     * Returns the URI of a type that the user named.
     *
     * @param word cosign's word, or a URI
     * @throws SyntaxException when it is neither
     */
    public static String type(String word) {
        String type = TYPES.get(word);
        if (type != null) {
            return type;
        }
        if (!word.contains("://") || word.indexOf("://") == 0) {
            throw new SyntaxException(
                    "unknown type \""
                            + word
                            + "\" of predicate; want a URI or one of "
                            + String.join(", ", TYPES.keySet()));
        }
        return word;
    }

    /**
     * Reads a predicate.
     *
     * @param word cosign's word for its type, or a URI
     * @param file the document; of {@code custom} and {@code spdx} any text, of others JSON
     * @param where the file, for messages
     * @param now when it is, which {@code custom} notes
     * @throws SyntaxException when the type is unknown, or the document no JSON where it must be
     */
    public static Predicate parse(String word, byte[] file, String where, Instant now) {
        String type = type(word);
        if (word.equals("custom")) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("Data", text(file));
            content.put("Timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
            return new Predicate(type, content);
        }
        if (word.equals("spdx")) {
            return new Predicate(type, text(file));
        }
        try {
            Object content = Json.parse(file);
            if (!(content instanceof Map) && TYPES.containsKey(word)) {
                throw new SyntaxException(where + ": a predicate of this type is a JSON object");
            }
            check(word, content, where);
            return new Predicate(type, content);
        } catch (SyntaxException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(where) ? e : new SyntaxException(where + ": " + message, e);
        }
    }

    /** What a document of that kind has; all else is the readers' matter. */
    private static void check(String word, @Nullable Object content, String where) {
        List<String> needed =
                switch (word) {
                    case "slsaprovenance", "slsaprovenance02" -> List.of("builder");
                    case "slsaprovenance1" -> List.of("buildDefinition", "runDetails");
                    case "spdxjson" -> List.of("spdxVersion");
                    case "cyclonedx" -> List.of("bomFormat");
                    case "vuln" -> List.of("scanner", "metadata");
                    case "openvex" -> List.of("@context", "statements");
                    default -> List.of();
                };
        for (String name : needed) {
            if (content instanceof Map<?, ?> object && !object.containsKey(name)) {
                throw new SyntaxException(
                        where + ": it has no member \"" + name + "\", so it is no " + word);
            }
        }
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
