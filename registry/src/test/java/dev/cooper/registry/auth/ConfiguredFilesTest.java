package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class ConfiguredFilesTest {
    @TempDir Path directory;

    private void check(Map<String, String> variables) throws IOException {
        ConfiguredFiles.check(RegistryConfig.parse(Optional.empty(), variables, directory));
    }

    private String refusal(Map<String, String> variables) {
        return String.valueOf(assertThrows(IOException.class, () -> check(variables)).getMessage());
    }

    @Test
    void nothingIsMissingWhereNoFileIsNamed() throws IOException {
        check(Map.of());
    }

    @Test
    void aMissingCertificateIsNamed() {
        String missing = directory.resolve("cert.pem").toString();
        String message =
                refusal(
                        Map.of(
                                "REGISTRY_HTTP_TLS_CERTIFICATE", missing,
                                "REGISTRY_HTTP_TLS_KEY", missing));
        assertTrue(message.contains(missing), message);
    }

    @Test
    void aDirectoryInPlaceOfAFileOfUsersIsNamed() throws IOException {
        Path users = Files.createDirectory(directory.resolve("users"));
        String message =
                refusal(
                        Map.of(
                                "REGISTRY_AUTH_HTPASSWD_REALM",
                                "here",
                                "REGISTRY_AUTH_HTPASSWD_PATH",
                                users.toString()));
        assertTrue(message.contains(users.toString()), message);
    }
}
