package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.protocol.Grant;

import java.io.IOException;
import java.util.List;

/** {@code cooper registry grant} and {@code cooper registry revoke}. */
final class RegistryGrantCommand implements Command {
    static final String GRANT_SUMMARY = "Give a user or robot rights";
    static final String REVOKE_SUMMARY = "Take rights away from a user or robot";

    private static final String GRANT_DETAILS =
            """
            A right is PATTERN:ACTIONS, such as team/*:pull,push; it is added to what the
            account has. It holds from the next request on.
            """;

    private static final String REVOKE_DETAILS =
            """
            All actions of exactly that pattern are taken away, as cooper registry user ls
            shows them. This holds from the next request on.
            """;

    private final boolean revoke;

    RegistryGrantCommand(boolean revoke) {
        this.revoke = revoke;
    }

    @Override
    public Usage usage() {
        Usage usage =
                revoke
                        ? Usage.of(
                                        "cooper registry revoke [OPTIONS] NAME PATTERN"
                                                + " [PATTERN...]",
                                        REVOKE_SUMMARY)
                                .details(REVOKE_DETAILS)
                        : Usage.of(
                                        "cooper registry grant [OPTIONS] NAME RIGHT [RIGHT...]",
                                        GRANT_SUMMARY)
                                .details(GRANT_DETAILS);
        return RegistryAccountFile.option(usage.operands(2, Integer.MAX_VALUE));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String name = options.operands().getFirst();
        List<String> rest = options.operands().subList(1, options.operands().size());
        List<Grant> grants = revoke ? List.of() : rest.stream().map(Grant::parse).toList();
        try (RegistryAccountFile file = RegistryAccountFile.open(options, terminal)) {
            for (Grant grant : grants) {
                file.accounts().grant(name, grant);
                file.done("grant", name, grant.toString());
            }
            if (revoke) {
                for (String pattern : rest) {
                    file.accounts().revoke(name, pattern);
                    file.done("revoke", name, pattern);
                }
            }
        }
        return 0;
    }
}
