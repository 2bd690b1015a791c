package dev.cooper.trust.key;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A key that a program keeps which speaks sigstore's protocol of KMS plugins, version v1: one call
 * a question, the question in an argument, the message on standard input, the answer in JSON.
 */
final class PluginKey implements KeptKey.Keeper {
    private static final String PROTOCOL = "v1";
    private static final int MOST = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The number of SHA-256 in the protocol, the one of Go's crypto. */
    private static final int SHA256 = 5;

    private final String reference;
    private final Path program;
    private final Map<String, String> environment;

    private PluginKey(String reference, Path program, Map<String, String> environment) {
        this.reference = reference;
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    static Signer open(String reference, String scheme, Map<String, String> environment)
            throws IOException {
        PluginKey key = new PluginKey(reference, program(scheme, environment), environment);
        return KeptKey.of(reference, key.publicKey(), key);
    }

    /** Has a key made: of that kind, or of the one that the program prefers. */
    static PublicKey create(
            String reference,
            String scheme,
            Map<String, String> environment,
            Optional<KeyAlgorithm> algorithm)
            throws IOException {
        PluginKey key = new PluginKey(reference, program(scheme, environment), environment);
        String name =
                algorithm.isPresent()
                        ? algorithm.get().id()
                        : key.ask("defaultAlgorithm", Map.of(), SHA256, new byte[0])
                                .string("defaultAlgorithm");
        return key.key(key.ask("createKey", Map.of("algorithm", name), SHA256, new byte[0]));
    }

    private PublicKey publicKey() throws IOException {
        return key(
                ask(
                        "publicKey",
                        Map.of("publicKeyOptions", Map.of("rpcOptions", Map.of())),
                        SHA256,
                        new byte[0]));
    }

    private PublicKey key(JsonObject answer) throws IOException {
        return PublicKeys.parse(bytes(answer, "publicKeyPEM"), reference).getFirst();
    }

    @Override
    public byte[] sign(byte[] message, KeyAlgorithm algorithm) throws IOException {
        int hash =
                switch (algorithm) {
                    case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096 -> SHA256;
                    case ECDSA_P384 -> 6;
                    case ECDSA_P521, ED25519_PH -> 7;
                    case ED25519 -> 0;
                };
        Map<String, Object> how =
                Map.of(
                        "signOptions",
                        Map.of("rpcOptions", Map.of(), "messageOptions", Map.of("hashFunc", hash)));
        return bytes(ask("signMessage", how, hash, message), "signature");
    }

    private byte[] bytes(JsonObject answer, String name) throws IOException {
        try {
            return Base64.getDecoder().decode(answer.string(name));
        } catch (IllegalArgumentException e) {
            throw new IOException(program + ": " + name + " is no base64", e);
        }
    }

    private JsonObject ask(String method, Map<String, ?> arguments, int hash, byte[] message)
            throws IOException {
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("protocolVersion", PROTOCOL);
        start.put("keyResourceID", reference);
        start.put("hashFunc", hash);
        start.put("rpcOptions", Map.of());
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("initOptions", start);
        question.put("methodName", method);
        question.put(method, arguments);
        JsonObject answer = run(Json.writeString(question), message);
        String error = answer.string("errorMessage", "");
        if (!error.isEmpty()) {
            throw new IOException(program + " refuses " + reference + ": " + error);
        }
        return answer.object(method);
    }

    /** The exit status says nothing by the protocol. */
    private JsonObject run(String question, byte[] message) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), PROTOCOL, question);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        try {
            Thread feeding = Thread.ofVirtual().start(() -> feed(process, message));
            Thread guard = Thread.ofVirtual().start(() -> guard(process));
            byte[] answer;
            try (InputStream out = process.getInputStream()) {
                answer = out.readNBytes(MOST + 1);
            }
            feeding.interrupt();
            if (answer.length > MOST) {
                throw new IOException(program + " answers with more than " + MOST + " bytes");
            }
            guard.join();
            return JsonObject.parse(answer, program.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + program, e);
        } catch (SyntaxException e) {
            throw new IOException("the answer makes no sense: " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void feed(Process process, byte[] message) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(message);
        } catch (IOException _) {
            // it has not read all that it was told, as it may
        }
    }

    /** Ends whoever takes too long, and so the reading of the answer. */
    private static void guard(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    private static Path program(String scheme, Map<String, String> environment) {
        String name = "sigstore-kms-" + scheme;
        if (KeyReference.isWord(scheme, "-_.")) {
            for (String place : environment.getOrDefault("PATH", "").split(":", -1)) {
                Path file = Path.of(place, name);
                if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        throw new SyntaxException(
                "keys of "
                        + scheme
                        + ":// need the program "
                        + name
                        + " in the PATH, which is not there; else name a file, env://NAME,"
                        + " k8s://NAMESPACE/SECRET, pkcs11:… or hashivault://NAME");
    }
}
