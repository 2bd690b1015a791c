package dev.cooper.trust.key;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A key of the transit engine of HashiCorp Vault or OpenBao, by their HTTP API. */
final class VaultKey implements KeptKey.Keeper {
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final KeyServer server;
    private final String engine;
    private final String name;
    private final long version;

    private VaultKey(KeyServer server, String engine, String name, long version) {
        this.server = server;
        this.engine = engine;
        this.name = name;
        this.version = version;
    }

    /** Opens the newest version of a key. */
    static Signer open(String reference, Map<String, String> environment) throws IOException {
        return open(new VaultKey(server(environment), engine(environment), name(reference), 0));
    }

    private static Signer open(VaultKey any) throws IOException {
        JsonObject data = any.server.get("/v1/" + any.engine + "/keys/" + any.name).object("data");
        try {
            long newest = data.integer("latest_version");
            JsonObject key = data.object("keys").object(String.valueOf(newest));
            String text = key.string("public_key");
            PublicKey publicKey =
                    text.startsWith("-----")
                            ? PublicKeys.parse(text.getBytes(StandardCharsets.US_ASCII), any.name)
                                    .getFirst()
                            : ofEdwards(text, any.name);
            return KeptKey.of(
                    any.name, publicKey, new VaultKey(any.server, any.engine, any.name, newest));
        } catch (SyntaxException e) {
            throw new IOException(
                    "hashivault://" + any.name + " is no key that signs: " + e.getMessage(), e);
        }
    }

    private static PublicKey ofEdwards(String base64, String where) {
        try {
            byte[] raw = Base64.getDecoder().decode(base64);
            byte[] der = new byte[ED25519_HEAD.length + raw.length];
            System.arraycopy(ED25519_HEAD, 0, der, 0, ED25519_HEAD.length);
            System.arraycopy(raw, 0, der, ED25519_HEAD.length, raw.length);
            return PublicKeys.ofDer(der, where);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + ": the public key is no base64", e);
        }
    }

    /** Has a key made; one that is there already stays, if it is of that kind. */
    static PublicKey create(
            String reference, Map<String, String> environment, KeyAlgorithm algorithm)
            throws IOException {
        VaultKey key = new VaultKey(server(environment), engine(environment), name(reference), 0);
        key.server.post("/v1/" + key.engine + "/keys/" + key.name, Map.of("type", type(algorithm)));
        Signer made = open(key);
        if (made.algorithm() != algorithm) {
            throw new IOException(
                    reference
                            + " exists already and is for "
                            + made.algorithm().id()
                            + ", want "
                            + algorithm.id());
        }
        return made.publicKey();
    }

    private static String type(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256 -> "ecdsa-p256";
            case ECDSA_P384 -> "ecdsa-p384";
            case ECDSA_P521 -> "ecdsa-p521";
            case RSA_2048 -> "rsa-2048";
            case RSA_3072 -> "rsa-3072";
            case RSA_4096 -> "rsa-4096";
            case ED25519 -> "ed25519";
            case ED25519_PH ->
                    throw new SyntaxException("transit engines make no keys for ed25519-ph");
        };
    }

    @Override
    public byte[] sign(byte[] message, KeyAlgorithm algorithm) throws IOException {
        String hash =
                switch (algorithm) {
                    case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096 -> "256";
                    case ECDSA_P384 -> "384";
                    case ECDSA_P521 -> "512";
                    case ED25519, ED25519_PH -> "";
                };
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("key_version", version);
        wish.put("prehashed", !hash.isEmpty());
        wish.put(
                "input",
                Base64.getEncoder()
                        .encodeToString(hash.isEmpty() ? message : algorithm.hash(message)));
        if (algorithm.isRsa()) {
            wish.put("signature_algorithm", "pkcs1v15");
        }
        String path = "/v1/" + engine + "/sign/" + name + (hash.isEmpty() ? "" : "/sha2-" + hash);
        String answer = server.post(path, wish).object("data").string("signature");
        try {
            return Base64.getDecoder().decode(answer.substring(answer.lastIndexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            throw new IOException("hashivault://" + name + ": the signature is no base64", e);
        }
    }

    private static String name(String reference) {
        String name = reference.substring(reference.indexOf("://") + 3);
        if (!KeyReference.isWord(name, "-_.")) {
            throw new SyntaxException(reference + ": want hashivault://NAME of a transit key");
        }
        return name;
    }

    private static String engine(Map<String, String> environment) {
        String path = environment.getOrDefault("TRANSIT_SECRET_ENGINE_PATH", "");
        return path.isEmpty() ? "transit" : path;
    }

    private static KeyServer server(Map<String, String> environment) throws IOException {
        String address =
                either(environment, "ADDR")
                        .orElseThrow(() ->
                                new SyntaxException(
                                        "VAULT_ADDR is not set: want the address of the vault that"
                                                + " keeps the key"));
        if (either(environment, "SKIP_VERIFY").isPresent()) {
            throw new SyntaxException(
                    "VAULT_SKIP_VERIFY is not obeyed, keys are asked of nobody unknown; name the"
                            + " authority's certificate in VAULT_CACERT");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Vault-Token", token(environment));
        either(environment, "NAMESPACE").ifPresent(one -> headers.put("X-Vault-Namespace", one));
        Optional<String> authority = either(environment, "CACERT");
        return KeyServer.of(
                address,
                headers,
                new KeyServer.Tls(
                        authority.isPresent()
                                ? Optional.of(Files.readAllBytes(Path.of(authority.get())))
                                : Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static String token(Map<String, String> environment) throws IOException {
        Optional<String> token = either(environment, "TOKEN");
        if (token.isPresent()) {
            return token.get();
        }
        Path file = Path.of(environment.getOrDefault("HOME", "/"), ".vault-token");
        if (!Files.isRegularFile(file)) {
            throw new SyntaxException(
                    "VAULT_TOKEN is not set, and there is no " + file + ": log in to the vault");
        }
        return Files.readString(file).strip();
    }

    private static Optional<String> either(Map<String, String> environment, String name) {
        String vault = environment.getOrDefault("VAULT_" + name, "");
        String value = vault.isEmpty() ? environment.getOrDefault("BAO_" + name, "") : vault;
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
