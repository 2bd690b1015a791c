package dev.cooper.trust.key;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pair of keys in a secret of a cluster, as cosign keeps them there. */
public final class ClusterKey {
    private static final String SCHEME = "k8s://";
    private static final String PRIVATE = "cosign.key";
    private static final String PUBLIC = "cosign.pub";
    private static final String PASSWORD = "cosign.password";

    private final String reference;
    private final String namespace;
    private final String name;
    private final KeyServer server;

    private ClusterKey(String reference, String namespace, String name, KeyServer server) {
        this.reference = reference;
        this.namespace = namespace;
        this.name = name;
        this.server = server;
    }

    /**
     * Finds the secret's cluster.
     *
     * @param reference {@code k8s://NAMESPACE/SECRET}
     * @param environment the variables of the process
     * @throws SyntaxException when it is another reference, or no cluster is known
     * @throws IOException when the configuration cannot be read
     */
    public static ClusterKey of(String reference, Map<String, String> environment)
            throws IOException {
        String rest = reference.startsWith(SCHEME) ? reference.substring(SCHEME.length()) : "";
        int slash = rest.indexOf('/');
        if (slash < 0
                || !KeyReference.isWord(rest.substring(0, slash), "-")
                || !KeyReference.isWord(rest.substring(slash + 1), "-.")) {
            throw new SyntaxException(reference + ": want k8s://NAMESPACE/SECRET");
        }
        return new ClusterKey(
                reference,
                rest.substring(0, slash),
                rest.substring(slash + 1),
                Kubeconfig.server(environment));
    }

    Signer open() throws IOException {
        JsonObject data = data();
        byte[] password =
                data.has(PASSWORD) ? decode(data, PASSWORD) : new byte[0]; // the parser wipes it
        return KeyPair.parse(decode(data, PRIVATE), reference, () -> password);
    }

    PublicKey publicKey() throws IOException {
        return PublicKeys.parse(decode(data(), PUBLIC), reference).getFirst();
    }

    private JsonObject data() throws IOException {
        String path = path() + "/" + name;
        try {
            return server.get(path).object("data");
        } catch (SyntaxException e) {
            throw new IOException(reference + ": the secret holds nothing", e);
        }
    }

    private String path() {
        return "/api/v1/namespaces/" + namespace + "/secrets";
    }

    private byte[] decode(JsonObject data, String name) {
        if (!data.has(name)) {
            throw new SyntaxException(reference + ": the secret has no " + name);
        }
        try {
            return Base64.getDecoder().decode(data.string(name));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(reference + ": " + name + " is no base64", e);
        }
    }

    /**
     * Keeps a new pair there.
     *
     * @param password that the private key is put under, and that is kept beside it
     * @throws IOException when the cluster cannot be reached, or has such a secret
     */
    public void create(KeyPair pair, byte[] password) throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(PRIVATE, encode(pair.sealed(password).getBytes(StandardCharsets.US_ASCII)));
        data.put(
                PUBLIC,
                encode(PublicKeys.pem(pair.publicKey()).getBytes(StandardCharsets.US_ASCII)));
        data.put(PASSWORD, encode(password));
        Map<String, Object> secret = new LinkedHashMap<>();
        secret.put("apiVersion", "v1");
        secret.put("kind", "Secret");
        secret.put("metadata", Map.of("name", name, "namespace", namespace));
        secret.put("type", "Opaque");
        secret.put("immutable", true);
        secret.put("data", data);
        try {
            server.post(path(), secret);
        } catch (KeyServer.RefusedException e) {
            throw e.status() == 409
                    ? new IOException(
                            reference
                                    + " exists already; whoever loses a private key cannot sign"
                                    + " with it again: choose another name, or delete the secret",
                            e)
                    : e;
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
