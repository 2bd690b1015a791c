package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The directory where notation keeps trust stores, trust policies and keys.
 *
 * @param directory need not be there
 */
public record NotationHome(Path directory) {
    private static final List<String> POLICIES =
            List.of("trustpolicy.oci.json", "trustpolicy.json");
    private static final String NEW_POLICY = "trustpolicy.json";

    /**
     * Finds the directory of the user.
     *
     * @param environment the variables of the process
     * @throws SyntaxException when neither HOME nor XDG_CONFIG_HOME is set
     */
    public static NotationHome of(Map<String, String> environment) {
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (configuration.isEmpty() && home.isEmpty()) {
            throw new SyntaxException("neither HOME nor XDG_CONFIG_HOME is set");
        }
        Path parent = configuration.isEmpty() ? Path.of(home, ".config") : Path.of(configuration);
        return new NotationHome(parent.resolve("notation"));
    }

    /** Returns the trust store. */
    public TrustStore trustStore() {
        return new TrustStore(directory);
    }

    private Path policyFile() {
        return POLICIES.stream()
                .map(directory::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElse(directory.resolve(NEW_POLICY));
    }

    /** Tells whether there is a trust policy. */
    public boolean hasPolicy() {
        return Files.exists(policyFile());
    }

    /**
     * Reads the trust policy as it stands in its file.
     *
     * @throws SyntaxException when there is none
     * @throws IOException when it cannot be read
     */
    public byte[] policyText() throws IOException {
        try {
            return Files.readAllBytes(policyFile());
        } catch (NoSuchFileException e) {
            throw new SyntaxException(
                    "there is no trust policy "
                            + policyFile()
                            + "; import one: cooper notation policy import FILE",
                    e);
        }
    }

    /**
     * Reads the trust policy.
     *
     * @throws SyntaxException when there is none, or it is damaged
     * @throws IOException when it cannot be read
     */
    public TrustPolicy policy() throws IOException {
        return TrustPolicy.parse(policyText(), policyFile().toString());
    }

    /**
     * Replaces the trust policy.
     *
     * @throws SyntaxException when the new one is none
     * @throws IOException when it cannot be written
     */
    public void writePolicy(byte[] text, String where) throws IOException {
        TrustPolicy.check(text, where);
        ConfigurationFile.write(policyFile(), text);
    }
}
