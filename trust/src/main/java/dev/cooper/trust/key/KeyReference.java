package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a key is: a file; {@code env://NAME}, a variable that holds the file's text; {@code
 * k8s://NAMESPACE/SECRET}, a secret of a cluster; {@code pkcs11:…}, a token (RFC 7512); {@code
 * hashivault://NAME}, a key of a transit engine; or {@code NAME://…}, which the program {@code
 * sigstore-kms-NAME} knows.
 *
 * @param text as the user gave it
 */
public record KeyReference(String text) {
    private static final String VARIABLE = "env://";

    /** Refuses what no key can be read from. */
    public KeyReference {
        String scheme = scheme(text);
        if (List.of("http", "https", "gitlab").contains(scheme)) {
            throw new SyntaxException(
                    text
                            + ": keys are not taken from "
                            + scheme
                            + "://; fetch the key and name its file");
        }
    }

    /** Whether a text is letters and digits of ASCII, and these marks, which do not come first. */
    static boolean isWord(String text, String marks) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c < 128 && Character.isLetterOrDigit(c);
            if (!letter && (i == 0 || marks.indexOf(c) < 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The word before the colon; empty of a file. */
    private static String scheme(String text) {
        if (text.startsWith(Pkcs11Uri.SCHEME)) {
            return "pkcs11";
        }
        int end = text.indexOf("://");
        return end < 0 ? "" : text.substring(0, end);
    }

    /**
     * Opens what signs: a private key, or whoever keeps it.
     *
     * @param environment the variables of the process
     * @param password asked when the key is encrypted
     * @throws SyntaxException when it is no private key, or the password is wrong
     * @throws IOException when the file cannot be read, or who keeps the key cannot be reached
     */
    public Signer open(Map<String, String> environment, KeyPair.Password password)
            throws IOException {
        return switch (scheme(text)) {
            case "", "env" -> pair(environment, password);
            case "k8s" -> ClusterKey.of(text, environment).open();
            default -> kept(environment);
        };
    }

    /**
     * Opens a private key that is in a file or in a variable.
     *
     * @param environment the variables of the process
     * @param password asked when the key is encrypted
     * @throws SyntaxException when it is no private key, the password is wrong, or somebody else
     *     keeps the key
     * @throws IOException when the file cannot be read
     */
    public KeyPair pair(Map<String, String> environment, KeyPair.Password password)
            throws IOException {
        return KeyPair.parse(read(environment), text, password);
    }

    /**
     * Reads a public key; of a private one, which may ask for a password, the public half.
     *
     * @param environment the variables of the process
     * @param password asked when the key is private and encrypted
     * @throws SyntaxException when it is no key, or the password is wrong
     * @throws IOException when the file cannot be read, or who keeps the key cannot be reached
     */
    public PublicKey publicKey(Map<String, String> environment, KeyPair.Password password)
            throws IOException {
        return switch (scheme(text)) {
            case "", "env" -> {
                byte[] file = read(environment);
                List<Pem> blocks = Pem.parse(file, text);
                yield blocks.stream().anyMatch(block -> block.type().equals("PUBLIC KEY"))
                        ? PublicKeys.parse(file, text).getFirst()
                        : KeyPair.parse(file, text, password).publicKey();
            }
            case "k8s" -> ClusterKey.of(text, environment).publicKey();
            case "pkcs11" -> Pkcs11Key.publicKey(Pkcs11Uri.parse(text), environment);
            default -> kept(environment).publicKey();
        };
    }

    /**
     * Has a new key made by who shall keep it.
     *
     * @param environment the variables of the process
     * @param algorithm what it is for; who makes it has a default
     * @return the public half
     * @throws SyntaxException when keys are not made there
     * @throws IOException when who keeps the key cannot be reached, or refuses
     */
    public PublicKey create(Map<String, String> environment, Optional<KeyAlgorithm> algorithm)
            throws IOException {
        return switch (scheme(text)) {
            case "hashivault", "openbao" ->
                    VaultKey.create(text, environment, algorithm.orElse(KeyAlgorithm.ECDSA_P256));
            case "", "env", "k8s", "pkcs11" ->
                    throw new SyntaxException(
                            text
                                    + ": keys are made by hashivault://NAME and by the programs"
                                    + " sigstore-kms-NAME; leave --kms out for a file, and make"
                                    + " keys of a token with the token's own tool");
            default -> PluginKey.create(text, scheme(text), environment, algorithm);
        };
    }

    private Signer kept(Map<String, String> environment) throws IOException {
        return switch (scheme(text)) {
            case "pkcs11" -> Pkcs11Key.open(Pkcs11Uri.parse(text), environment);
            case "hashivault", "openbao" -> VaultKey.open(text, environment);
            default -> PluginKey.open(text, scheme(text), environment);
        };
    }

    private byte[] read(Map<String, String> environment) throws IOException {
        String scheme = scheme(text);
        if (scheme.isEmpty()) {
            return Files.readAllBytes(Path.of(text));
        }
        if (!scheme.equals("env")) {
            throw new SyntaxException(text + ": want the key itself, in a file or in env://NAME");
        }
        String name = text.substring(VARIABLE.length());
        String value = environment.get(name);
        if (value == null) {
            throw new SyntaxException(text + ": the variable " + name + " is not set");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
