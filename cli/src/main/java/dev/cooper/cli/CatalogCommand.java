package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code cooper catalog}: lists the repositories of a registry. */
final class CatalogCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of("cooper catalog [OPTIONS] REGISTRY", "List the repositories of a registry")
                .value("format", 0, "string", "\"json\" prints one JSON object")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean json = Remote.json(options.value("format"));
        List<String> names;
        try (Remote remote = new Remote(terminal)) {
            names = remote.registries().catalog(Servers.registry(options.operands().getFirst()));
        }
        if (json) {
            terminal.println(Json.writeString(Map.of("repositories", names)));
            return 0;
        }
        for (String name : names) {
            terminal.println(name);
        }
        return 0;
    }
}
