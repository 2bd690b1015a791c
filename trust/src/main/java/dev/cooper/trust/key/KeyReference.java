package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;

/**
 * Where a key is: a file, or {@code env://NAME} for a variable that holds the file's text.
 *
 * @param text as the user gave it
 */
public record KeyReference(String text) {
    private static final String VARIABLE = "env://";

    /** Refuses what no key can be read from. */
    public KeyReference {
        int scheme = text.indexOf("://");
        if (scheme >= 0 && !text.startsWith(VARIABLE)) {
            throw new SyntaxException(
                    text
                            + ": keys are not taken from "
                            + text.substring(0, scheme + 3)
                            + " yet; name a file, or env://NAME for a variable with its text");
        }
    }

    /**
     * Opens a private key.
     *
     * @param environment the variables of the process
     * @param password asked when the key is encrypted
     * @throws SyntaxException when it is no private key, or the password is wrong
     * @throws IOException when the file cannot be read
     */
    public KeyPair open(Map<String, String> environment, KeyPair.Password password)
            throws IOException {
        return KeyPair.parse(read(environment), text, password);
    }

    /**
     * Reads a public key; of a private one, which may ask for a password, the public half.
     *
     * @param environment the variables of the process
     * @param password asked when the key is private and encrypted
     * @throws SyntaxException when it is no key, or the password is wrong
     * @throws IOException when the file cannot be read
     */
    public PublicKey publicKey(Map<String, String> environment, KeyPair.Password password)
            throws IOException {
        byte[] file = read(environment);
        List<Pem> blocks = Pem.parse(file, text);
        return blocks.stream().anyMatch(block -> block.type().equals("PUBLIC KEY"))
                ? PublicKeys.parse(file, text).getFirst()
                : KeyPair.parse(file, text, password).publicKey();
    }

    private byte[] read(Map<String, String> environment) throws IOException {
        if (!text.startsWith(VARIABLE)) {
            return Files.readAllBytes(Path.of(text));
        }
        String name = text.substring(VARIABLE.length());
        String value = environment.get(name);
        if (value == null) {
            throw new SyntaxException(text + ": the variable " + name + " is not set");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
