package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.transfer.Access;
import dev.cooper.transfer.Login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Options that say how registries are spoken with, in cosign's words. */
final class RegistryWords {
    private RegistryWords() {}

    static Usage options(Usage usage) {
        return CosignRefusals.registry(usage)
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .flag("allow-http-registry", 0, "")
                .value("registry-username", 0, "name", "Log in to the registries by this name")
                .value("registry-password", 0, "password", "")
                .value("registry-token", 0, "token", "Show this token to the registries")
                .value(
                        "registry-cacert",
                        0,
                        "file",
                        "Who has issued the registries' certificates, in PEM")
                .value("registry-client-cert", 0, "file", "The certificate to show, in PEM")
                .value("registry-client-key", 0, "file", "");
    }

    static Remote remote(Options options, Terminal terminal) throws IOException {
        boolean insecure =
                options.isOn("allow-insecure-registry") || options.isOn("allow-http-registry");
        Optional<Path> certificates = certificates(options);
        Access access = new Access(insecure, certificates, login(options));
        return new Remote(terminal, access, certificates);
    }

    private static Optional<Login> login(Options options) {
        Optional<String> name = options.value("registry-username");
        Optional<String> password = options.value("registry-password");
        Optional<String> token = options.value("registry-token");
        if (name.isPresent() != password.isPresent()) {
            throw new UsageException("--registry-username and --registry-password go together");
        }
        if (token.isPresent() && name.isPresent()) {
            throw new UsageException(
                    "--registry-token and --registry-username are two ways to log in; give one");
        }
        return token.map(text -> new Login("", "", "", text))
                .or(() -> name.map(text -> Login.of(text, password.orElseThrow())));
    }

    /** A directory of links to the files that are named; its files are deleted with the remote. */
    private static Optional<Path> certificates(Options options) throws IOException {
        Optional<String> authority = options.value("registry-cacert");
        Optional<String> client = options.value("registry-client-cert");
        Optional<String> key = options.value("registry-client-key");
        if (client.isPresent() != key.isPresent()) {
            throw new UsageException(
                    "--registry-client-cert and --registry-client-key go together");
        }
        if (authority.isEmpty() && client.isEmpty()) {
            return Optional.empty();
        }
        Path directory = Files.createTempDirectory("cooper-certificates-");
        link(authority, directory.resolve("named.crt"));
        link(client, directory.resolve("named.cert"));
        link(key, directory.resolve("named.key"));
        return Optional.of(directory);
    }

    private static void link(Optional<String> file, Path link) throws IOException {
        if (file.isPresent()) {
            Files.createSymbolicLink(link, Path.of(file.get()).toAbsolutePath());
        }
    }
}
