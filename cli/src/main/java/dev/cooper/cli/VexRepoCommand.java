package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code cooper vex repo init}, {@code list} and {@code download}. */
final class VexRepoCommand implements Command {
    static final String INIT_SUMMARY = "Write the list of VEX repositories";
    static final String LIST_SUMMARY = "Show the VEX repositories that are listed";
    static final String DOWNLOAD_SUMMARY = "Fetch the documents of VEX repositories";

    /** What is to be done. */
    enum Verb {
        INIT,
        LIST,
        DOWNLOAD
    }

    private final Verb verb;

    VexRepoCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        Usage usage =
                switch (verb) {
                    case INIT ->
                            Usage.of("cooper vex repo init [OPTIONS] [URL]", INIT_SUMMARY)
                                    .operands(0, 1);
                    case LIST ->
                            Usage.of("cooper vex repo list [OPTIONS]", LIST_SUMMARY).operands(0, 0);
                    case DOWNLOAD ->
                            Usage.of(
                                            "cooper vex repo download [OPTIONS] [NAME...]",
                                            DOWNLOAD_SUMMARY)
                                    .operands(0, Integer.MAX_VALUE);
                };
        return DbOptions.add(usage)
                .details(
                        """
                        A scan with --vex repo takes the documents of all repositories in the list
                        that are enabled, the first counts most.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        Path cache = DbOptions.directory(options, terminal).resolveSibling("");
        Path file = VexRepositoryEntry.file(cache, terminal.environment());
        switch (verb) {
            case INIT -> init(options, cache.resolve("vex").resolve("repository.yaml"), terminal);
            case LIST -> list(file, terminal);
            case DOWNLOAD -> download(options.operands(), file, new VexDownloads(cache), terminal);
        }
        return 0;
    }

    private static void init(Options options, Path file, Terminal terminal) throws IOException {
        if (Files.exists(file)) {
            terminal.println("there is a list of VEX repositories: " + file);
            return;
        }
        StringBuilder text = new StringBuilder("repositories:");
        if (options.operands().isEmpty()) {
            text.append(
                    """
                     []
                    #  - name: default
                    #    url: https://example.org/vex
                    #    enabled: true
                    #    username: ""
                    #    password: ""
                    #    token: ""
                    """);
        } else {
            text.append("\n  - name: default\n    url: ")
                    .append(VexRepositoryEntry.url(options.operands().getFirst()))
                    .append("\n    enabled: true\n");
        }
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text.toString());
        terminal.println("written: " + file);
    }

    private static void list(Path file, Terminal terminal) throws IOException {
        terminal.println("VEX repositories (" + file + ")");
        for (VexRepositoryEntry each : VexRepositoryEntry.read(file)) {
            terminal.println(
                    "\n- Name: %s\n  URL: %s\n  Status: %s"
                            .formatted(
                                    each.name(),
                                    each.url(),
                                    each.enabled() ? "Enabled" : "Disabled"));
        }
    }

    private static void download(
            List<String> names, Path file, VexDownloads downloads, Terminal terminal)
            throws IOException {
        List<VexRepositoryEntry> entries = enabled(file);
        for (String name : names) {
            if (entries.stream().noneMatch(each -> each.name().equals(name))) {
                throw new UsageException(
                        file + " has no VEX repository \"" + name + "\" that is enabled");
            }
        }
        for (VexRepositoryEntry each : entries) {
            if (names.isEmpty() || names.contains(each.name())) {
                Path copy = downloads.fetch(each);
                terminal.println(each.name() + ": " + copy);
            }
        }
    }

    /**
     * The repositories of a list that are to be used.
     *
     * @throws UsageException when there is none
     */
    static List<VexRepositoryEntry> enabled(Path file) throws IOException {
        List<VexRepositoryEntry> enabled =
                VexRepositoryEntry.read(file).stream().filter(VexRepositoryEntry::enabled).toList();
        if (enabled.isEmpty()) {
            throw new UsageException(
                    "no VEX repository is listed in "
                            + file
                            + ": list one with 'cooper vex repo init URL'");
        }
        return enabled;
    }
}
