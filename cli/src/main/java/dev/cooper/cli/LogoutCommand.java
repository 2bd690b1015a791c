package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;

import java.io.IOException;

/** {@code cooper logout}: forgets the login of a registry. */
final class LogoutCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of("cooper logout [SERVER]", "Log out from a registry")
                .operands(0, 1)
                .details("Without a server, Docker Hub is meant.");
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String registry =
                options.operands().isEmpty()
                        ? Reference.DOCKER_HUB
                        : Servers.registry(options.operands().getFirst());
        String shown =
                registry.equals(Reference.DOCKER_HUB) ? "https://index.docker.io/v1/" : registry;
        try (Remote remote = new Remote(terminal)) {
            if (remote.registries().credentials().erase(registry)) {
                terminal.println("Removing login credentials for " + shown);
            } else {
                terminal.println("Not logged in to " + shown);
            }
        }
        return 0;
    }
}
