package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code cooper tags}: lists the tags of a repository. */
final class TagsCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper tags [OPTIONS] REPOSITORY",
                        "List the tags of a repository in a registry")
                .value("format", 0, "string", "\"json\" prints one JSON object")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean json = Remote.json(options.value("format"));
        Reference repository = Remote.repository(options.operands().getFirst());
        List<String> tags;
        try (Remote remote = new Remote(terminal)) {
            // older registries give them in any order
            tags = new ArrayList<>(remote.place(repository).tags());
            Collections.sort(tags);
        }
        if (json) {
            Map<String, Object> answer = new TreeMap<>();
            answer.put("name", repository.repository());
            answer.put("tags", tags);
            terminal.println(Json.writeString(answer));
            return 0;
        }
        for (String tag : tags) {
            terminal.println(tag);
        }
        return 0;
    }
}
