package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** {@code cooper manifest rm}: forgets drafts; nothing is deleted in a registry. */
final class ManifestRmCommand implements Command {
    static final String SUMMARY = "Delete one or more manifest lists from local storage";

    @Override
    public Usage usage() {
        return Usage.of("cooper manifest rm MANIFEST_LIST [MANIFEST_LIST...]", SUMMARY)
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        ManifestDrafts drafts = new ManifestDrafts(terminal);
        boolean failed = false;
        for (String operand : options.operands()) {
            if (!drafts.remove(ManifestDrafts.name(operand))) {
                terminal.error("cooper: no such manifest: " + operand);
                failed = true;
            }
        }
        return failed ? 1 : 0;
    }
}
