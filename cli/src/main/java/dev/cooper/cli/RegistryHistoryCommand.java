package dev.cooper.cli;

import dev.cooper.cli.format.Table;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.registry.maintenance.TagHistory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code cooper registry history}: what the tags of a repository have pointed to. */
final class RegistryHistoryCommand implements Command {
    static final String SUMMARY = "Show what tags of the registry have pointed to";

    private static final int MOST = 1000;

    private static final String DETAILS =
            """
            Works on the registry's own data, also while it runs. The newest change comes first.
            What a tag was moved away from can be had again as long as the manifest is kept:
            cooper registry restore REPOSITORY:TAG.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper registry history [OPTIONS] REPOSITORY[:TAG] [CONFIG]", SUMMARY)
                .operands(1, 2)
                .value("limit", 'n', "number", "How many changes at most (default 1000)")
                .value("format", 0, "string", "\"json\" prints one JSON array")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean json = Remote.json(options.value("format"));
        ServedTag name = ServedTag.parse(options.operands().getFirst());
        List<TagHistory.Change> changes =
                TagHistory.of(
                        ServedRegistry.config(
                                options.operands().stream().skip(1).findFirst(),
                                terminal.environment()),
                        name.repository(),
                        name.tag(),
                        limit(options.value("limit")));
        if (json) {
            terminal.println(
                    Json.writeString(changes.stream().map(TagHistory.Change::json).toList()));
            return 0;
        }
        StringBuilder text = new StringBuilder("TAG\tCHANGED\tBY\tMANIFEST\n");
        for (TagHistory.Change change : changes) {
            text.append(change.tag())
                    .append('\t')
                    .append(change.at())
                    .append('\t')
                    .append(change.by().orElse("-"))
                    .append('\t')
                    .append(manifest(change))
                    .append('\n');
        }
        terminal.print(Table.align(text.toString()));
        return 0;
    }

    private static String manifest(TagHistory.Change change) {
        if (change.digest().isEmpty()) {
            return "(deleted)";
        }
        return change.digest().get() + (change.kept() ? "" : " (no longer there)");
    }

    private static int limit(Optional<String> text) {
        try {
            int limit = text.map(Integer::parseInt).orElse(MOST);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UsageException("--limit takes a number above 0, not \"" + text.get() + "\"");
    }
}
