package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.Roles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code cooper notary list|lookup|verify}: what is signed. */
final class NotaryReadCommand implements Command {
    static final String LIST = "List the names that are signed";
    static final String LOOKUP = "Look one signed name up";
    static final String VERIFY = "Tell whether content is what was signed under a name";

    private static final int MOST = 1 << 30;

    private final Verb verb;

    enum Verb {
        LIST,
        LOOKUP,
        VERIFY
    }

    NotaryReadCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        Usage usage =
                switch (verb) {
                    case LIST ->
                            Usage.of("cooper notary list [OPTIONS] GUN", LIST)
                                    .list("roles", 'r', "strings", "Only what these roles sign")
                                    .operands(1, 1);
                    case LOOKUP ->
                            Usage.of("cooper notary lookup [OPTIONS] GUN TARGET", LOOKUP)
                                    .operands(2, 2);
                    case VERIFY ->
                            Usage.of("cooper notary verify [OPTIONS] GUN TARGET", VERIFY)
                                    .value("input", 'i', "string", "Read this file, not STDIN")
                                    .value("output", 'o', "string", "Write to a file, not STDOUT")
                                    .flag("quiet", 'q', "Do not write the content")
                                    .operands(2, 2);
                };
        return NotarySession.options(usage);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String gun = options.operands().getFirst();
        try (NotarySession session = new NotarySession(options, terminal)) {
            byte[] content = verb == Verb.VERIFY ? content(options, terminal) : new byte[0];
            Collection found = session.repository(gun).update();
            found.problems().forEach(problem -> terminal.error("warning: " + problem));
            if (verb == Verb.LIST) {
                list(found, options, terminal);
                return 0;
            }
            String name = options.operands().get(1);
            Collection.Signed signed =
                    found.find(name)
                            .orElseThrow(() -> new NotFoundException("no trust data for " + name));
            if (verb == Verb.LOOKUP) {
                terminal.println(
                        signed.name()
                                + " sha256:"
                                + signed.meta().hex()
                                + " "
                                + signed.meta().length());
                return 0;
            }
            if (!signed.meta().isOf(content)) {
                throw new IOException(
                        "data not present in the trusted collection: the content is not what was"
                                + " signed under "
                                + name);
            }
            if (options.value("output").isPresent()) {
                Files.write(Path.of(options.value("output").get()), content);
            } else if (!options.isOn("quiet")) {
                terminal.output().write(content);
            }
        }
        return 0;
    }

    private static byte[] content(Options options, Terminal terminal) throws IOException {
        byte[] content =
                options.value("input").isPresent()
                        ? Files.readAllBytes(Path.of(options.value("input").get()))
                        : terminal.input().readNBytes(MOST);
        if (content.length == MOST) {
            throw new IOException("more than 1 GiB cannot be verified");
        }
        return content;
    }

    private static void list(Collection found, Options options, Terminal terminal)
            throws IOException {
        List<String> roles = NotarySession.split(options.values("roles"));
        roles.forEach(NotaryTargetCommand::role);
        List<Collection.Signed> all =
                new ArrayList<>(found.list(roles.isEmpty() ? List.of(Roles.TARGETS) : roles));
        if (all.isEmpty()) {
            terminal.println("\nNo targets present in this repository.\n");
            return;
        }
        all.sort(Comparator.comparing(Collection.Signed::name));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "DIGEST", "SIZE (BYTES)", "ROLE"));
        rows.add(List.of("----", "------", "------------", "----"));
        for (Collection.Signed one : all) {
            rows.add(
                    List.of(
                            one.name(),
                            one.meta().hex(),
                            String.valueOf(one.meta().length()),
                            one.role()));
        }
        terminal.print(TrustTable.of(rows));
    }
}
