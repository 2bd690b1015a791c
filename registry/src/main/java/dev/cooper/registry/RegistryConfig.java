package dev.cooper.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a registry runs.
 *
 * @param directory where database and objects are
 * @param host the address to listen on; empty for all
 * @param port the port to listen on; 0 for any that is free
 * @param tls the files of certificate and key; empty for plain HTTP
 * @param htpasswd the file of users and bcrypt hashes; empty when everyone may do everything
 * @param realm what clients are told the password is for
 * @param mayDelete whether manifests and blobs may be deleted
 * @param headers sent with every answer
 * @param manifestTypes media types of manifests that are taken unread, beside OCI's and Docker's
 * @param lease how long a blob is kept that nothing refers to yet
 * @param uploadExpiry how long an upload is kept that nobody goes on with
 * @param warnings what in the configuration has no effect, one sentence each
 */
public record RegistryConfig(
        Path directory,
        String host,
        int port,
        Optional<TlsFiles> tls,
        Optional<Path> htpasswd,
        String realm,
        boolean mayDelete,
        Map<String, List<String>> headers,
        Set<String> manifestTypes,
        Duration lease,
        Duration uploadExpiry,
        List<String> warnings) {
    /**
     * Where the server's identity is, in PEM.
     *
     * @param certificate the certificate, then its issuers
     * @param key its private key, not encrypted
     */
    public record TlsFiles(Path certificate, Path key) {}

    /** Copies the collections. */
    public RegistryConfig {
        headers = Map.copyOf(headers);
        manifestTypes = Set.copyOf(manifestTypes);
        warnings = List.copyOf(warnings);
    }

    /**
     * A registry on the loopback interface, port 5000, open to all users of this machine.
     *
     * @param directory where database and objects shall be
     */
    public static RegistryConfig defaults(Path directory) {
        return new RegistryConfig(
                directory,
                "127.0.0.1",
                5000,
                Optional.empty(),
                Optional.empty(),
                "Registry",
                true,
                Map.of(),
                Set.of(),
                Duration.ofHours(1),
                Duration.ofDays(7),
                List.of());
    }

    /**
     * Reads a {@code config.yml} as the distribution project's registry takes it, with the
     * environment variables that override it.
     *
     * @param file the file; empty for only the environment
     * @param environment variables, of which those that begin with {@code REGISTRY_} count
     * @param directory where the data is when nothing else is said
     * @throws IOException when the file cannot be read
     * @throws dev.cooper.oci.SyntaxException when it is wrong, or asks for what is not supported
     */
    public static RegistryConfig parse(
            Optional<Path> file, Map<String, String> environment, Path directory)
            throws IOException {
        return ConfigFile.read(file, environment, directory);
    }

    /** Returns the same with another port, 0 for any that is free. */
    public RegistryConfig withPort(int newPort) {
        return new RegistryConfig(
                directory,
                host,
                newPort,
                tls,
                htpasswd,
                realm,
                mayDelete,
                headers,
                manifestTypes,
                lease,
                uploadExpiry,
                warnings);
    }
}
