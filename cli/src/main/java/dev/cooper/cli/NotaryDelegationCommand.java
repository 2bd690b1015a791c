package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.ChangeList;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.Delegation;
import dev.cooper.trust.notary.RoleFile;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.Targets;
import dev.cooper.trust.notary.TrustKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cooper notary delegation …}: roles below targets, and who signs for them. */
final class NotaryDelegationCommand implements Command {
    static final String SUMMARY = "Let others sign names";
    static final String ADD = "Let keys sign for a role";
    static final String LIST = "List the roles below targets";
    static final String PURGE = "Take keys from all roles";
    static final String REMOVE = "Take keys or paths from a role, or remove it";

    private final String verb;

    NotaryDelegationCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        String line = "cooper notary delegation " + verb + " [OPTIONS] GUN";
        Usage usage =
                switch (verb) {
                    case "add" ->
                            Usage.of(line + " ROLE [FILE...]", ADD)
                                    .flag("all-paths", 0, "It may sign all names")
                                    .list(
                                            "paths",
                                            0,
                                            "strings",
                                            "It may sign names with these" + " beginnings")
                                    .operands(2, Integer.MAX_VALUE);
                    case "remove" ->
                            Usage.of(line + " ROLE [KEYID...]", REMOVE)
                                    .flag("all-paths", 0, "Take all paths")
                                    .list("paths", 0, "strings", "Take these paths")
                                    .flag("yes", 'y', "Do not ask")
                                    .operands(2, Integer.MAX_VALUE);
                    case "purge" ->
                            Usage.of(line, PURGE)
                                    .list("key", 0, "strings", "Names of the keys")
                                    .operands(1, 1);
                    default -> Usage.of(line, LIST).operands(1, 1);
                };
        if (!verb.equals("list")) {
            usage.flag("publish", 'p', "Publish it and all that waits at once");
        }
        return NotarySession.options(usage);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String gun = options.operands().getFirst();
        try (NotarySession session = new NotarySession(options, terminal)) {
            ChangeList changes = session.directory().changes(gun);
            switch (verb) {
                case "add" -> add(changes, options, terminal);
                case "remove" -> {
                    if (!remove(changes, options, terminal)) {
                        return 0;
                    }
                }
                case "purge" -> purge(session.repository(gun).update(), changes, options, terminal);
                default -> list(session.repository(gun).update(), terminal);
            }
            if (!verb.equals("list") && options.isOn("publish")) {
                NotaryRepositoryCommand.publish(session.repository(gun), terminal);
            }
        }
        return 0;
    }

    private static String role(Options options) {
        String role = options.operands().get(1);
        if (!Roles.isDelegation(role)) {
            throw new SyntaxException(
                    "\"" + role + "\" is no name of a delegation; want targets/NAME");
        }
        return role;
    }

    private static void add(ChangeList changes, Options options, Terminal terminal)
            throws IOException {
        String role = role(options);
        List<TrustKey> keys = new ArrayList<>();
        for (String file : options.operands().subList(2, options.operands().size())) {
            keys.add(TrustKey.ofFile(Files.readAllBytes(Path.of(file)), file));
        }
        List<String> paths =
                options.isOn("all-paths")
                        ? List.of("")
                        : NotarySession.split(options.values("paths"));
        if (keys.isEmpty() && paths.isEmpty()) {
            throw new SyntaxException("give files of public keys, --paths or --all-paths");
        }
        changes.add(Change.delegate(role, keys, paths));
        terminal.println(
                "Addition of delegation role "
                        + role
                        + " with keys ["
                        + String.join(" ", keys.stream().map(TrustKey::id).toList())
                        + "] and paths ["
                        + String.join(" ", paths.stream().map(p -> '"' + p + '"').toList())
                        + "] to repository \""
                        + options.operands().getFirst()
                        + "\" staged for next publish.");
    }

    private static boolean remove(ChangeList changes, Options options, Terminal terminal)
            throws IOException {
        String role = role(options);
        List<String> keys = options.operands().subList(2, options.operands().size());
        List<String> paths = NotarySession.split(options.values("paths"));
        if (keys.isEmpty() && paths.isEmpty() && !options.isOn("all-paths")) {
            String question = "Are you sure you want to remove all data for this delegation?";
            if (!options.isOn("yes") && !Confirmation.given(question, terminal)) {
                terminal.println("Aborting action.");
                return false;
            }
            changes.add(Change.dismiss(role));
            terminal.println(
                    "Forced removal (including all keys and paths) of delegation role "
                            + role
                            + " to repository \""
                            + options.operands().getFirst()
                            + "\" staged for next publish.");
            return true;
        }
        changes.add(Change.withdraw(role, keys, paths, options.isOn("all-paths")));
        terminal.println(
                "Removal of delegation role "
                        + role
                        + " with keys ["
                        + String.join(" ", keys)
                        + "] and paths ["
                        + String.join(" ", paths)
                        + "], to repository \""
                        + options.operands().getFirst()
                        + "\" staged for next publish.");
        return true;
    }

    private static void purge(
            Collection found, ChangeList changes, Options options, Terminal terminal)
            throws IOException {
        List<String> ids = NotarySession.split(options.values("key"));
        for (RoleFile<Targets> file : found.roles().values()) {
            for (Delegation one : file.content().delegations()) {
                List<String> left = new ArrayList<>(one.keys().keyIds());
                left.removeAll(ids);
                if (left.isEmpty()) {
                    changes.add(Change.dismiss(one.name()));
                } else if (left.size() < one.keys().keyIds().size()) {
                    changes.add(Change.withdraw(one.name(), ids, List.of(), false));
                }
            }
        }
        terminal.println(
                "Removal of the following keys from all delegations in "
                        + found.gun()
                        + " staged for next publish:\n\t- "
                        + String.join("\n\t- ", ids));
    }

    private static void list(Collection found, Terminal terminal) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ROLE", "PATHS", "KEY IDS", "THRESHOLD"));
        rows.add(List.of("----", "-----", "-------", "---------"));
        for (RoleFile<Targets> file : found.roles().values()) {
            for (Delegation one : file.content().delegations()) {
                String paths =
                        String.join(
                                ",",
                                one.paths().stream()
                                        .map(p -> p.isEmpty() ? "\"\" <all paths>" : p)
                                        .toList());
                String threshold = String.valueOf(one.keys().threshold());
                List<String> ids = one.keys().keyIds();
                for (int i = 0; i < ids.size(); i++) {
                    rows.add(
                            i == 0
                                    ? List.of(one.name(), paths, ids.get(i), threshold)
                                    : List.of("", "", ids.get(i), ""));
                }
            }
        }
        if (rows.size() == 2) {
            terminal.println("\nNo delegations present in this repository.\n");
        } else {
            terminal.print("\n" + TrustTable.of(rows) + "\n");
        }
    }
}
