package dev.cooper.cli;

import dev.cooper.cli.format.Table;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.registry.auth.Account;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.protocol.Grant;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cooper registry user ls} and {@code cooper registry robot ls}. */
final class RegistryAccountLsCommand implements Command {
    static final String USER_SUMMARY = "List the users of the registry and their rights";
    static final String ROBOT_SUMMARY = "List the robots of the registry and their rights";

    private final boolean robots;

    RegistryAccountLsCommand(boolean robots) {
        this.robots = robots;
    }

    @Override
    public Usage usage() {
        return RegistryAccountFile.option(
                Usage.of(
                                "cooper registry " + (robots ? "robot" : "user") + " ls [OPTIONS]",
                                robots ? ROBOT_SUMMARY : USER_SUMMARY)
                        .value("format", 0, "string", "\"json\" prints one JSON object a line")
                        .operands(0, 0));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean json = Remote.json(options.value("format"));
        List<Account> all;
        try (RegistryAccounts accounts =
                RegistryAccounts.open(RegistryAccountFile.config(options, terminal))) {
            all = accounts.list(robots);
        }
        if (json) {
            for (Account each : all) {
                terminal.println(Json.writeString(object(each)));
            }
            return 0;
        }
        StringBuilder text =
                new StringBuilder(robots ? "NAME\tEXPIRES\tRIGHTS\n" : "NAME\tRIGHTS\n");
        for (Account each : all) {
            text.append(each.name()).append('\t');
            if (robots) {
                text.append(expiry(each)).append('\t');
            }
            text.append(String.join(" ", rights(each))).append('\n');
        }
        terminal.print(Table.align(text.toString()));
        return 0;
    }

    private static String expiry(Account account) {
        if (account.expires().isEmpty()) {
            return "never";
        }
        String time = account.expires().get().truncatedTo(ChronoUnit.SECONDS).toString();
        return account.expires().get().isBefore(Instant.now()) ? time + " (over)" : time;
    }

    private static List<String> rights(Account account) {
        return account.grants().stream().map(Grant::toString).toList();
    }

    private static Map<String, @Nullable Object> object(Account account) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", account.name());
        account.expires().ifPresent(time -> object.put("expires", time.toString()));
        object.put("rights", rights(account));
        return object;
    }
}
