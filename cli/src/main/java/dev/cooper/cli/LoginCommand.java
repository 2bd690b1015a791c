package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Login;

import java.io.IOException;
import java.util.Optional;

/** {@code cooper login}: tries a login at a registry and keeps it. */
final class LoginCommand implements Command {
    private static final String OTHERWISE = "give -u and --password-stdin";

    @Override
    public Usage usage() {
        return Usage.of("cooper login [OPTIONS] [SERVER]", "Log in to a registry")
                .value(
                        "k8s-secret",
                        0,
                        "name",
                        "Print the login as a secret for Kubernetes and do not keep it")
                .value("password", 'p', "string", "Password")
                .flag("password-stdin", 0, "Take the password from STDIN")
                .value("username", 'u', "string", "Username")
                .operands(0, 1)
                .details("Without a server, Docker Hub is meant.");
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().isEmpty() ? "" : options.operands().getFirst();
        String registry = operand.isEmpty() ? Reference.DOCKER_HUB : Servers.registry(operand);
        Optional<String> secret = options.value("k8s-secret");
        secret.ifPresent(KubernetesSecret::checkName);
        checkPassword(options, terminal);
        try (Remote remote = new Remote(terminal)) {
            boolean given = options.given("username") || options.given("password");
            if (secret.isPresent() && !given) {
                Login kept =
                        remote.registries()
                                .credentials()
                                .find(registry, "")
                                .orElseThrow(() ->
                                        new IOException(
                                                "not logged in to "
                                                        + registry
                                                        + "; give -u and --password-stdin"));
                terminal.print(KubernetesSecret.of(secret.get(), registry, kept));
                return 0;
            }
            Login asked = ask(options, terminal);
            Login login = remote.registries().login(registry, asked);
            if (secret.isPresent()) {
                // pods cannot renew an identity token, so the password itself is needed
                terminal.print(KubernetesSecret.of(secret.get(), registry, asked));
                return 0;
            }
            String place = remote.registries().credentials().store(registry, login);
            if (place.startsWith("/")) {
                terminal.error(
                        "WARNING! Your credentials are stored unencrypted in '"
                                + place
                                + "'.\nConfigure a credential helper (credsStore in that file) to"
                                + " remove this warning.");
            }
            terminal.println("Login Succeeded");
        }
        return 0;
    }

    private static void checkPassword(Options options, Terminal terminal) {
        if (options.given("password") && options.isOn("password-stdin")) {
            throw new UsageException("--password and --password-stdin are mutually exclusive");
        }
        if (options.isOn("password-stdin") && options.value("username").isEmpty()) {
            throw new UsageException("must provide --username with --password-stdin");
        }
        if (options.given("password")) {
            terminal.error(
                    "WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
        }
    }

    private static Login ask(Options options, Terminal terminal) throws IOException {
        String username = options.value("username").orElse("");
        if (username.isEmpty()) {
            username = PasswordInput.ask("Username: ", terminal, true, OTHERWISE);
        }
        String password;
        if (options.isOn("password-stdin")) {
            password = PasswordInput.piped(terminal);
        } else if (options.given("password")) {
            password = options.value("password").orElse("");
        } else {
            password = PasswordInput.ask("Password: ", terminal, false, OTHERWISE);
        }
        if (username.isEmpty() || password.isEmpty()) {
            throw new SyntaxException(
                    (username.isEmpty() ? "username" : "password") + " is empty; give one");
        }
        return Login.of(username, password);
    }
}
