package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The name of a key in a token (RFC 7512).
 *
 * @param text as the user gave it, without the PIN
 * @param path what the key and its token are like; values are bytes
 * @param query how the token is reached
 */
record Pkcs11Uri(String text, Map<String, byte[]> path, Map<String, byte[]> query) {
    static final String SCHEME = "pkcs11:";

    /**
     * Reads one.
     *
     * @throws SyntaxException when it is none, or names no key
     */
    static Pkcs11Uri parse(String text) {
        int question = text.indexOf('?');
        String before = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
        String shown = SCHEME + before;
        Map<String, byte[]> path = attributes(before, ';', shown);
        Map<String, byte[]> query =
                question < 0 ? Map.of() : attributes(text.substring(question + 1), '&', shown);
        if (!path.containsKey("object") && !path.containsKey("id")) {
            throw new SyntaxException(shown + ": want object=LABEL or id=%NN… of the key");
        }
        return new Pkcs11Uri(shown, path, query);
    }

    private static Map<String, byte[]> attributes(String text, char separator, String shown) {
        Map<String, byte[]> found = new HashMap<>();
        for (String one : text.split(String.valueOf(separator), -1)) {
            int equals = one.indexOf('=');
            if (one.isEmpty()) {
                continue;
            }
            if (equals <= 0 || found.put(one.substring(0, equals), bytes(one, shown)) != null) {
                throw new SyntaxException(
                        shown + ": want attributes as name=value, each at most once");
            }
        }
        return found;
    }

    private static byte[] bytes(String attribute, String shown) {
        String value = attribute.substring(attribute.indexOf('=') + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            } else if (i + 2 < value.length()
                    && HexFormat.isHexDigit(value.charAt(i + 1))
                    && HexFormat.isHexDigit(value.charAt(i + 2))) {
                out.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                i += 2;
            } else {
                throw new SyntaxException(shown + ": % is not followed by two hex digits");
            }
        }
        return out.toByteArray();
    }

    /** An attribute of the path as text. */
    Optional<String> word(String name) {
        return Optional.ofNullable(path.get(name))
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name))
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The module that speaks with the token. */
    String module(Map<String, String> environment) {
        Optional<String> module =
                asked("module-path")
                        .or(() ->
                                Optional.ofNullable(environment.get("COSIGN_PKCS11_MODULE_PATH")));
        return module.orElseThrow(() ->
                new SyntaxException(
                        text
                                + ": no module is named; give ?module-path=FILE or set"
                                + " COSIGN_PKCS11_MODULE_PATH"));
    }

    /** The PIN of the user, to be wiped. */
    Optional<byte[]> pin(Map<String, String> environment) throws IOException {
        if (query.containsKey("pin-value")) {
            return Optional.of(query.get("pin-value").clone());
        }
        Optional<String> source = asked("pin-source");
        if (source.isPresent()) {
            String file = source.get();
            Path path = Path.of(file.startsWith("file:") ? file.substring(5) : file);
            return Optional.of(Files.readString(path).strip().getBytes(StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(environment.get("COSIGN_PKCS11_PIN"))
                .map(pin -> pin.getBytes(StandardCharsets.UTF_8));
    }
}
