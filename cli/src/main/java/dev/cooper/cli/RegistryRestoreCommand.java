package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.TagHistory;
import dev.cooper.registry.operations.CommandAudit;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code cooper registry restore}: points a tag back to what it pointed to. */
final class RegistryRestoreCommand implements Command {
    static final String SUMMARY = "Point a tag of the registry back to an earlier manifest";

    private static final String DETAILS =
            """
            Works on the registry's own data, also while it runs. The manifest must still be
            there: a tag that was moved or deleted alone leaves its manifest where it is.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper registry restore [OPTIONS] REPOSITORY:TAG [CONFIG]", SUMMARY)
                .operands(1, 2)
                .value(
                        "digest",
                        0,
                        "digest",
                        "The manifest (default: what the tag pointed to before its last change)")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().getFirst();
        ServedTag name = ServedTag.parse(operand);
        String tag =
                name.tag()
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(() -> new SyntaxException(operand + ": it names no tag"));
        RegistryConfig config =
                ServedRegistry.config(
                        options.operands().stream().skip(1).findFirst(), terminal.environment());
        Optional<String> wanted = options.value("digest").map(Digest::parse).map(Digest::toString);
        String digest;
        try (CommandAudit audit = CommandAudit.open(config, terminal.environment())) {
            digest = TagHistory.restore(config, name.repository(), tag, wanted);
            audit.done(
                    "restore",
                    Map.of("repository", name.repository(), "reference", tag, "digest", digest));
        }
        terminal.println(name.repository() + ":" + tag + " points to " + digest);
        return 0;
    }
}
