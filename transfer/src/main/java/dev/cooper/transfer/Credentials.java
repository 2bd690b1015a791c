package dev.cooper.transfer;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The logins of a user, kept where docker and podman keep them. Safe for several threads. */
public final class Credentials {
    /** The name under which docker keeps the login of docker.io. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private final Path file;

    private Credentials(Path file) {
        this.file = file;
    }

    /**
     * Finds the files by the environment: {@code DOCKER_CONFIG}, {@code HOME}.
     *
     * @param environment the variables of the process
     */
    public static Credentials ofEnvironment(Map<String, String> environment) {
        String directory = environment.getOrDefault("DOCKER_CONFIG", "");
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path config = directory.isEmpty() ? home.resolve(".docker") : Path.of(directory);
        return new Credentials(config.resolve("config.json"));
    }

    /**
     * Looks up who the user is to a registry.
     *
     * @param registry host and port as in a reference
     * @param repository the repository, "" when none is meant
     * @return empty when the user has no login there
     * @throws IOException when a file cannot be read
     */
    public Optional<Login> find(String registry, String repository) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject auths =
                    JsonObject.parse(Files.readAllBytes(file), file.toString()).object("auths");
            String key = registry.equals(Reference.DOCKER_HUB) ? HUB_KEY : registry;
            return auths.optionalObject(key).map(Credentials::login);
        } catch (SyntaxException e) {
            throw new IOException("reading " + file + ": " + e.getMessage(), e);
        }
    }

    private static Login login(JsonObject entry) {
        String pair =
                new String(
                        Base64.getDecoder().decode(entry.string("auth")), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        String user = colon < 0 ? "" : pair.substring(0, colon);
        String password = colon < 0 ? "" : pair.substring(colon + 1);
        return new Login(
                user, password, entry.string("identitytoken"), entry.string("registrytoken"));
    }
}
