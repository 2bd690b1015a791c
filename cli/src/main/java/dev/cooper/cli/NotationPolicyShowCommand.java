package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** {@code cooper notation policy show}: prints the trust policy. */
final class NotationPolicyShowCommand implements Command {
    static final String SUMMARY = "Print the trust policy";

    @Override
    public Usage usage() {
        return Usage.of("cooper notation policy show", SUMMARY).operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        terminal.output().write(NotationOptions.home(terminal).policyText());
        return 0;
    }
}
