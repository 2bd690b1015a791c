package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.ChangeList;
import dev.cooper.trust.notary.FileMeta;
import dev.cooper.trust.notary.Roles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code cooper notary add|addhash|remove|witness}: changes of signed names. */
final class NotaryTargetCommand implements Command {
    static final String ADD = "Sign a file under a name";
    static final String ADD_HASH = "Sign a length and hashes under a name";
    static final String REMOVE = "Sign a name no longer";
    static final String WITNESS = "Sign roles once more as they are";

    private final Verb verb;

    enum Verb {
        ADD,
        ADD_HASH,
        REMOVE,
        WITNESS
    }

    NotaryTargetCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        Usage usage =
                switch (verb) {
                    case ADD ->
                            custom(Usage.of("cooper notary add [OPTIONS] GUN TARGET FILE", ADD))
                                    .operands(3, 3);
                    case ADD_HASH ->
                            custom(
                                            Usage.of(
                                                    "cooper notary addhash [OPTIONS] GUN TARGET"
                                                            + " SIZE",
                                                    ADD_HASH))
                                    .value("sha256", 0, "string", "SHA-256 of the target, in hex")
                                    .value("sha512", 0, "string", "SHA-512 of the target, in hex")
                                    .operands(3, 3);
                    case REMOVE ->
                            Usage.of("cooper notary remove [OPTIONS] GUN TARGET", REMOVE)
                                    .operands(2, 2);
                    case WITNESS ->
                            Usage.of("cooper notary witness [OPTIONS] GUN ROLE...", WITNESS)
                                    .operands(2, Integer.MAX_VALUE);
                };
        if (verb != Verb.WITNESS) {
            usage.list("roles", 'r', "strings", "Roles that sign it (default targets)");
        }
        return NotarySession.options(usage)
                .flag("publish", 'p', "Publish it and all that waits at once");
    }

    private static Usage custom(Usage usage) {
        return usage.value("custom", 0, "string", "File of JSON to note with the target");
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        List<String> words = options.operands();
        String gun = words.getFirst();
        try (NotarySession session = new NotarySession(options, terminal)) {
            ChangeList changes = session.directory().changes(gun);
            switch (verb) {
                case ADD, ADD_HASH -> {
                    FileMeta meta = meta(options);
                    for (String role : roles(options)) {
                        changes.add(Change.add(role, words.get(1), meta));
                    }
                    say("Addition", "to", words.get(1), gun, terminal);
                }
                case REMOVE -> {
                    for (String role : roles(options)) {
                        changes.add(Change.remove(role, words.get(1)));
                    }
                    say("Removal", "from", words.get(1), gun, terminal);
                }
                case WITNESS -> {
                    for (String role : words.subList(1, words.size())) {
                        changes.add(Change.witness(role(role)));
                    }
                    terminal.println(
                            "The following roles were successfully marked for witnessing on the"
                                    + " next publish:\n\t- "
                                    + String.join("\n\t- ", words.subList(1, words.size())));
                }
            }
            if (options.isOn("publish")) {
                NotaryRepositoryCommand.publish(session.repository(gun), terminal);
            }
        }
        return 0;
    }

    private static void say(
            String what, String preposition, String target, String gun, Terminal terminal)
            throws IOException {
        terminal.println(
                what
                        + " of target \""
                        + target
                        + "\" "
                        + preposition
                        + " repository \""
                        + gun
                        + "\" staged for next publish.");
    }

    private static List<String> roles(Options options) {
        List<String> roles = NotarySession.split(options.values("roles"));
        return roles.isEmpty()
                ? List.of(Roles.TARGETS)
                : roles.stream().map(NotaryTargetCommand::role).toList();
    }

    static String role(String name) {
        if (!Roles.isTargets(name)) {
            throw new SyntaxException(
                    "\"" + name + "\" is no role that signs names; want targets or targets/NAME");
        }
        return name;
    }

    private FileMeta meta(Options options) throws IOException {
        String last = options.operands().get(2);
        FileMeta found =
                verb == Verb.ADD
                        ? FileMeta.of(Files.readAllBytes(Path.of(last)))
                        : hashed(options, last);
        if (options.value("custom").isEmpty()) {
            return found;
        }
        @Nullable Object custom =
                Json.parse(Files.readAllBytes(Path.of(options.value("custom").get())));
        return new FileMeta(found.length(), found.hashes(), custom);
    }

    private static FileMeta hashed(Options options, String size) {
        SortedMap<String, String> hashes = new TreeMap<>();
        options.value("sha256").ifPresent(hex -> hashes.put("sha256", hash(hex, 64)));
        options.value("sha512").ifPresent(hex -> hashes.put("sha512", hash(hex, 128)));
        if (hashes.isEmpty()) {
            throw new UsageException("give --sha256 or --sha512, or both");
        }
        try {
            long length = Long.parseLong(size);
            if (length >= 0) {
                return new FileMeta(length, hashes, null);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new SyntaxException("\"" + size + "\" is no size in bytes");
    }

    private static String hash(String hex, int length) {
        if (!hex.matches("[0-9a-fA-F]{" + length + "}")) {
            throw new SyntaxException("\"" + hex + "\" is no hash; want " + length + " hex digits");
        }
        return hex.toLowerCase(java.util.Locale.ROOT);
    }
}
