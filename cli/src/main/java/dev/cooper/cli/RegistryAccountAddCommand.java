package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.protocol.Grant;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code cooper registry user add} and {@code cooper registry robot add}. */
final class RegistryAccountAddCommand implements Command {
    static final String USER_SUMMARY = "Add a user who may log in to the registry";
    static final String ROBOT_SUMMARY = "Add a robot that may log in to the registry";

    private static final String DETAILS =
            """
            A right is PATTERN:ACTIONS, such as team/*:pull,push. In the pattern * stands for
            any part of one component of a name and ** for anything; the actions are some of
            pull, push and delete, or * for all of them. The registry may be running.
            """;

    private static final int LONGEST_DAYS = 36_500;

    private final boolean robot;

    RegistryAccountAddCommand(boolean robot) {
        this.robot = robot;
    }

    @Override
    public Usage usage() {
        Usage usage =
                Usage.of(
                                "cooper registry " + kind() + " add [OPTIONS] NAME",
                                robot ? ROBOT_SUMMARY : USER_SUMMARY)
                        .operands(1, 1)
                        .list("allow", 0, "right", "What it may do; may be given several times")
                        .details(DETAILS);
        if (robot) {
            usage.value("expires", 0, "age", "When it ends: 12h, 30d or never (default 365d)");
        }
        return RegistryAccountFile.option(NewPassword.options(usage));
    }

    private String kind() {
        return robot ? "robot" : "user";
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String name = options.operands().getFirst();
        RegistryAccounts.checkName(name);
        List<Grant> grants = options.values("allow").stream().map(Grant::parse).toList();
        Optional<Instant> expires =
                robot
                        ? age(options.value("expires").orElse("365d")).map(Instant.now()::plus)
                        : Optional.empty();
        NewPassword password = NewPassword.of(options, terminal, robot);
        String rights = grants.stream().map(Grant::toString).collect(Collectors.joining(" "));
        try (RegistryAccountFile file = RegistryAccountFile.open(options, terminal)) {
            file.accounts().add(name, robot, password.text(), expires, grants);
            file.done("add-" + kind(), name, rights);
        }
        password.print(terminal);
        if (grants.isEmpty()) {
            terminal.error(
                    "cooper: "
                            + name
                            + " may do nothing yet; cooper registry grant "
                            + name
                            + " 'team/*:pull,push' gives rights");
        }
        return 0;
    }

    /** How long from now; empty for ever. */
    private static Optional<Duration> age(String text) {
        if (text.equals("never")) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(text.substring(0, Math.max(0, text.length() - 1)));
            if (number > 0 && number <= LONGEST_DAYS && text.endsWith("d")) {
                return Optional.of(Duration.ofDays(number));
            }
            if (number > 0 && number <= LONGEST_DAYS && text.endsWith("h")) {
                return Optional.of(Duration.ofHours(number));
            }
        } catch (NumberFormatException e) {
            throw badAge(text);
        }
        throw badAge(text);
    }

    private static UsageException badAge(String text) {
        return new UsageException("--expires \"" + text + "\": want 12h, 30d or never");
    }
}
