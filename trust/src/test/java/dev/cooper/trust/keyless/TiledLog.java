package dev.cooper.trust.keyless;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.Period;
import dev.cooper.trust.root.TrustedLog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A log that speaks version 2 of Rekor's API, and whose every entry is its first. */
final class TiledLog implements AutoCloseable {
    private final KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
    private final HttpServer server;

    /** What it was last asked. */
    String asked = "";

    /** What it answers instead of the entry that was asked for. */
    String other = "";

    private TiledLog(HttpServer server) {
        this.server = server;
    }

    static TiledLog start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TiledLog log = new TiledLog(server);
        server.createContext(
                "/api/v2/log/entries",
                exchange -> {
                    log.asked =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    byte[] body =
                            log.other.isEmpty()
                                    ? log.entry()
                                    : log.other.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(201, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return log;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private byte[] id() {
        return HexFormat.of().parseHex(Digest.sha256(key.publicKey().getEncoded()).hex());
    }

    /** As a trusted root has it. */
    TrustedLog trusted() {
        return new TrustedLog(
                url(),
                HexFormat.of().formatHex(id()),
                Verifier.of(key.publicKey()),
                Period.since(Instant.now().minusSeconds(60)));
    }

    private byte[] entry() throws IOException {
        JsonObject request =
                JsonObject.parse(asked.getBytes(StandardCharsets.UTF_8), "request")
                        .object("hashedRekordRequestV002");
        byte[] body = body(request);
        byte[] leaf = new byte[body.length + 1];
        System.arraycopy(body, 0, leaf, 1, body.length);
        byte[] root = HexFormat.of().parseHex(Digest.sha256(leaf).hex());
        String text = "log.example\n1\n" + base64(root) + "\n";
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] line = new byte[4 + signature.length];
        System.arraycopy(id(), 0, line, 0, 4);
        System.arraycopy(signature, 0, line, 4, signature.length);
        Map<String, Object> proof = new LinkedHashMap<>();
        proof.put("logIndex", "0");
        proof.put("rootHash", base64(root));
        proof.put("treeSize", "1");
        proof.put("hashes", List.of());
        proof.put(
                "checkpoint",
                Map.of("envelope", text + "\n\u2014 log.example " + base64(line) + "\n"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logIndex", "0");
        json.put("logId", Map.of("keyId", base64(id())));
        json.put("kindVersion", Map.of("kind", "hashedrekord", "version", "0.0.2"));
        json.put("integratedTime", "0");
        json.put("inclusionProof", proof);
        json.put("canonicalizedBody", base64(body));
        return Json.write(json);
    }

    private static byte[] body(JsonObject request) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("algorithm", "SHA2_256");
        data.put("digest", request.string("digest"));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("data", data);
        spec.put("signature", request.get("signature"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("apiVersion", "0.0.2");
        json.put("kind", "hashedrekord");
        json.put("spec", Map.of("hashedRekordV002", spec));
        return Json.write(json);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
