package dev.cooper.registry.auth;

import dev.cooper.registry.config.AuthConfig;
import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;
import java.nio.file.Path;

/** The files of users, keys and certificates that a configuration names. */
public final class ConfiguredFiles {
    private ConfiguredFiles() {}

    /**
     * Reads each, as a registry does when it starts.
     *
     * @throws dev.cooper.oci.SyntaxException when one cannot be understood
     * @throws IOException when one cannot be read
     */
    public static void check(RegistryConfig config) throws IOException {
        if (config.http().tls().isPresent()) {
            TlsIdentity.check(config.http().tls().get());
        }
        switch (config.auth()) {
            case AuthConfig.Passwords(Path file, String _) -> Htpasswd.open(file);
            case AuthConfig.Tokens tokens -> new KeyFiles(tokens.bundle(), tokens.jwks());
            case AuthConfig.Open() -> {}
            case AuthConfig.Own _ -> {}
        }
    }
}
