package dev.cooper.trust.key;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Vault's transit engine and a cluster's secrets, as far as their documented APIs are used. */
final class KeyServers implements AutoCloseable {
    static final String TOKEN = "a-token";

    final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    final Map<String, Object> secrets = new ConcurrentHashMap<>();
    volatile boolean lies;

    private final HttpServer server;

    KeyServers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/", this::vault);
        server.createContext("/api/v1/namespaces/", this::cluster);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void vault(HttpExchange exchange) throws IOException {
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            answer(exchange, 403, "{\"errors\":[\"permission denied\"]}");
            return;
        }
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        String name = path[4];
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path[3].equals("keys") && exchange.getRequestMethod().equals("POST")) {
            String type = JsonObject.parse(body, "body").string("type");
            keys.computeIfAbsent(name, _ -> KeyPair.generate(algorithm(type)));
            answer(exchange, 204, "");
        } else if (!keys.containsKey(name)) {
            answer(exchange, 404, "{\"errors\":[]}");
        } else if (path[3].equals("keys")) {
            answer(exchange, 200, Json.writeString(described(keys.get(name))));
        } else {
            String signature = signed(keys.get(name), path, JsonObject.parse(body, "body"));
            answer(
                    exchange,
                    200,
                    Json.writeString(Map.of("data", Map.of("signature", "vault:v2:" + signature))));
        }
    }

    private static KeyAlgorithm algorithm(String type) {
        return switch (type) {
            case "ecdsa-p256" -> KeyAlgorithm.ECDSA_P256;
            case "ecdsa-p384" -> KeyAlgorithm.ECDSA_P384;
            case "rsa-2048" -> KeyAlgorithm.RSA_2048;
            case "ed25519" -> KeyAlgorithm.ED25519;
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Map<String, Object> described(KeyPair pair) {
        boolean edwards = pair.algorithm() == KeyAlgorithm.ED25519;
        byte[] der = pair.publicKey().getEncoded();
        String text =
                edwards
                        ? Base64.getEncoder()
                                .encodeToString(java.util.Arrays.copyOfRange(der, 12, der.length))
                        : PublicKeys.pem(pair.publicKey());
        return Map.of(
                "data",
                Map.of(
                        "latest_version",
                        2,
                        "keys",
                        Map.of("1", Map.of("public_key", "old"), "2", Map.of("public_key", text))));
    }

    private String signed(KeyPair pair, String[] path, JsonObject wish) {
        byte[] input = Base64.getDecoder().decode(wish.string("input"));
        if (wish.integer("key_version") != 2) {
            throw new IllegalArgumentException("the version is not the newest");
        }
        if (lies) {
            input[0] ^= 1;
        }
        try {
            boolean edwards = pair.algorithm() == KeyAlgorithm.ED25519;
            if (edwards == wish.bool("prehashed") || (path.length == 5) != edwards) {
                throw new IllegalArgumentException("only Ed25519 is not hashed before");
            }
            byte[] signature;
            if (edwards) {
                signature = pair.sign(input);
            } else {
                boolean rsa = pair.algorithm().isRsa();
                Signature made = Signature.getInstance(rsa ? "NONEwithRSA" : "NONEwithECDSA");
                byte[] head =
                        java.util.HexFormat.of().parseHex("3031300d060960864801650304020105000420");
                made.initSign(PrivateKeys.read(pair.pkcs8(), "key"));
                if (rsa) {
                    made.update(head);
                }
                made.update(input);
                signature = made.sign();
            }
            return Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void cluster(HttpExchange exchange) throws IOException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            JsonObject secret =
                    JsonObject.parse(exchange.getRequestBody().readAllBytes(), "secret");
            String name = path + "/" + secret.object("metadata").string("name");
            boolean there = secrets.putIfAbsent(name, secret.members()) != null;
            answer(exchange, there ? 409 : 201, "{}");
        } else {
            Object secret = secrets.get(path);
            answer(
                    exchange,
                    secret == null ? 404 : 200,
                    secret == null ? "{\"message\":\"not found\"}" : Json.writeString(secret));
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
