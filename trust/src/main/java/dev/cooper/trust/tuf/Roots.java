package dev.cooper.trust.tuf;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The directory in which cosign, and so Cooper, keeps what is believed of repositories; one of them
 * is that by which signatures are verified.
 *
 * @param path the directory, which need not be there
 */
public record Roots(Path path) {
    /** The target that holds the trusted root. */
    public static final String TRUSTED_ROOT = "trusted_root.json";

    /** The target that holds the signing config. */
    public static final String SIGNING_CONFIG = "signing_config.v0.2.json";

    /** Finds the directory: {@code TUF_ROOT}, else that of the user. */
    public static Roots of(Map<String, String> environment) {
        String own = environment.getOrDefault("TUF_ROOT", "");
        return new Roots(
                own.isEmpty()
                        ? Path.of(environment.getOrDefault("HOME", "/root"), ".sigstore", "root")
                        : Path.of(own));
    }

    /**
     * Returns the repository that is used, if one was chosen.
     *
     * @throws SyntaxException when the file that says so is damaged
     */
    public Optional<String> mirror() throws IOException {
        Path file = path.resolve("remote.json");
        try {
            return Optional.of(
                    JsonObject.parse(Files.readAllBytes(file), file.toString()).string("mirror"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Chooses the repository that is used from now on. */
    public void use(String mirror) throws IOException {
        Files.createDirectories(path);
        Files.write(path.resolve("remote.json"), Json.write(Map.of("mirror", mirror)));
    }

    /** What is kept of a repository. */
    public KeptDirectory kept(String mirror) {
        int scheme = mirror.indexOf("://");
        String name = scheme < 0 ? mirror : mirror.substring(scheme + 3);
        String plain = name.replace('/', '-').replace(':', '-').toLowerCase(Locale.ROOT);
        if (plain.replace(".", "").isEmpty()) {
            throw new SyntaxException("\"" + mirror + "\" is no address of a repository");
        }
        return new KeptDirectory(path.resolve(plain));
    }

    /**
     * Returns a target of the repository that is used, from what is kept, and asks nobody.
     *
     * @param now the time at which what is kept must still hold
     * @return empty when no repository was chosen
     * @throws IOException when what is kept has run out, or is not what was signed
     */
    public Optional<byte[]> kept(String target, Instant now) throws IOException {
        Optional<String> mirror = mirror();
        if (mirror.isEmpty()) {
            return Optional.empty();
        }
        try {
            TufClient client = TufClient.offline(kept(mirror.get()), now);
            client.refresh();
            return Optional.of(
                    client.target(target)
                            .orElseThrow(() ->
                                    new IOException("the repository has no target " + target)));
        } catch (IOException | SyntaxException e) {
            throw new IOException(
                    "what is kept of "
                            + mirror.get()
                            + " in "
                            + path
                            + " cannot be used: "
                            + e.getMessage()
                            + "; bring it up to date: cooper initialize",
                    e);
        }
    }
}
