package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Who may have tokens. Their secrets are random, so that a plain hash of each is enough to know it
 * by; nobody, the server included, can tell them again.
 */
final class People {
    private static final String FILE = "people.json";
    private static final int SECRET = 24;
    private static final int LONGEST = 254;
    private static final String BASIC = "basic ";

    /** SHA-256 of the secrets, hexadecimal, by e-mail address. */
    private final SortedMap<String, String> hashes;

    private People(SortedMap<String, String> hashes) {
        this.hashes = hashes;
    }

    /**
     * Reads who there is, and adds who is new.
     *
     * @param wanted all that may have tokens from now on, if any are named
     * @param tell takes the address and the secret of each who is new
     */
    static People open(
            ServerDirectory directory, List<String> wanted, BiConsumer<String, String> tell)
            throws IOException {
        SortedMap<String, String> known = new TreeMap<>();
        Optional<byte[]> file = directory.read(FILE);
        if (file.isPresent()) {
            known.putAll(
                    JsonObject.parse(file.get(), directory.file(FILE).toString())
                            .stringMap("secrets"));
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String one : wanted) {
            String email = address(one);
            if (!known.containsKey(email)) {
                String secret = secret();
                secrets.put(email, secret);
                known.put(email, hash(secret));
            }
        }
        if (!wanted.isEmpty()) {
            known.keySet().retainAll(wanted.stream().map(People::address).toList());
            directory.write(FILE, Json.prettyBytes(Map.of("secrets", known), 2));
        }
        secrets.forEach(tell); // only what is kept
        return new People(known);
    }

    private static String address(String text) {
        String email = text.strip().toLowerCase(Locale.ROOT);
        int at = email.indexOf('@');
        boolean isPlain = email.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':' && c != '"');
        if (at < 1
                || at != email.lastIndexOf('@')
                || at == email.length() - 1
                || email.length() > LONGEST
                || !isPlain) {
            throw new SyntaxException("\"" + text + "\" is no e-mail address");
        }
        return email;
    }

    private static String secret() {
        byte[] random = new byte[SECRET];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String hash(String secret) {
        return Digest.sha256(secret.getBytes(StandardCharsets.UTF_8)).hex();
    }

    boolean isEmpty() {
        return hashes.isEmpty();
    }

    boolean has(String email) {
        return hashes.containsKey(email);
    }

    /** Tells who sent a header of HTTP's basic authentication; empty when the secret is wrong. */
    Optional<String> whoIs(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        String pair;
        try {
            pair =
                    new String(
                            Base64.getDecoder()
                                    .decode(authorization.substring(BASIC.length()).strip()),
                            StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String email = pair.substring(0, colon).toLowerCase(Locale.ROOT);
        byte[] given = hash(pair.substring(colon + 1)).getBytes(StandardCharsets.US_ASCII);
        byte[] known = hashes.getOrDefault(email, "").getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(given, known) ? Optional.of(email) : Optional.empty();
    }
}
