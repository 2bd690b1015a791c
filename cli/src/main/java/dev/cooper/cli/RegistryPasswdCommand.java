package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** {@code cooper registry user passwd}: changes a password. */
final class RegistryPasswdCommand implements Command {
    static final String SUMMARY = "Change the password of a user or robot";

    @Override
    public Usage usage() {
        return RegistryAccountFile.option(
                NewPassword.options(
                        Usage.of("cooper registry user passwd [OPTIONS] NAME", SUMMARY)
                                .operands(1, 1)
                                .details("Clients that stay logged in have to log in again.")));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        NewPassword password = NewPassword.of(options, terminal, false);
        String name = options.operands().getFirst();
        try (RegistryAccountFile file = RegistryAccountFile.open(options, terminal)) {
            file.accounts().setPassword(name, password.text());
            file.done("change-password", name);
        }
        password.print(terminal);
        return 0;
    }
}
