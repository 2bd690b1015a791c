package dev.cooper.cli;

import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A login as the secret that pods name in {@code imagePullSecrets}. */
final class KubernetesSecret {
    private static final int MAX_NAME = 253;
    private static final String HUB = "https://index.docker.io/v1/";

    private KubernetesSecret() {}

    /** Refuses what is no name of an object in Kubernetes (RFC 1123). */
    static void checkName(String name) {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME;
        for (String label : name.split("\\.", -1)) {
            good &= isLabel(label);
        }
        if (!good) {
            throw new SyntaxException(
                    "--k8s-secret \""
                            + name
                            + "\" is no name for a secret: lower case letters, digits, '-' and"
                            + " '.', beginning and ending with a letter or digit");
        }
    }

    private static boolean isLabel(String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean inner = i > 0 && i < label.length() - 1;
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !(c == '-' && inner)) {
                return false;
            }
        }
        return !label.isEmpty();
    }

    /** The secret as YAML for {@code kubectl apply -f -}. */
    static String of(String name, String registry, Login login) throws IOException {
        if (login.username().isEmpty() || login.password().isEmpty()) {
            throw new IOException(
                    "the login of "
                            + registry
                            + " is a token, which a cluster cannot renew; give -u and"
                            + " --password-stdin");
        }
        String pair = login.username() + ":" + login.password();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("username", login.username());
        entry.put("password", login.password());
        entry.put("auth", base64(pair.getBytes(StandardCharsets.UTF_8)));
        String key = registry.equals(Reference.DOCKER_HUB) ? HUB : registry;
        byte[] config = Json.write(Map.of("auths", Map.of(key, entry)));
        return """
        apiVersion: v1
        kind: Secret
        metadata:
          name: NAME
        type: kubernetes.io/dockerconfigjson
        data:
          .dockerconfigjson: CONFIG
        """
                .replace("NAME", Json.writeString(name))
                .replace("CONFIG", base64(config));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
