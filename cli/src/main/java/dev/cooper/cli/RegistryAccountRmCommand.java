package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** {@code cooper registry user rm} and {@code cooper registry robot rm}. */
final class RegistryAccountRmCommand implements Command {
    static final String USER_SUMMARY = "Remove users of the registry";
    static final String ROBOT_SUMMARY = "Remove robots of the registry";

    private final boolean robot;

    RegistryAccountRmCommand(boolean robot) {
        this.robot = robot;
    }

    @Override
    public Usage usage() {
        return RegistryAccountFile.option(
                Usage.of(
                                "cooper registry "
                                        + (robot ? "robot" : "user")
                                        + " rm [OPTIONS] NAME [NAME...]",
                                robot ? ROBOT_SUMMARY : USER_SUMMARY)
                        .operands(1, Integer.MAX_VALUE)
                        .details("What they have pushed stays. Their tokens end at once."));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        try (RegistryAccountFile file = RegistryAccountFile.open(options, terminal)) {
            for (String name : options.operands()) {
                file.accounts().remove(name, robot);
                file.done(robot ? "remove-robot" : "remove-user", name);
                terminal.println(name);
            }
        }
        return 0;
    }
}
