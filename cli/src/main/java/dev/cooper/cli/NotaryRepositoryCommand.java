package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.KeyFile;
import dev.cooper.trust.notary.TrustRepository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper notary init|publish|status|reset|delete}: a repository of trust as a whole. */
final class NotaryRepositoryCommand implements Command {
    static final String INIT = "Make a repository of signed names";
    static final String PUBLISH = "Sign and publish the changes that wait";
    static final String STATUS = "Show the changes that wait";
    static final String RESET = "Drop changes that wait";
    static final String DELETE = "Forget a repository of signed names";

    private final Verb verb;

    enum Verb {
        INIT,
        PUBLISH,
        STATUS,
        RESET,
        DELETE
    }

    NotaryRepositoryCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        Usage usage =
                switch (verb) {
                    case INIT ->
                            Usage.of("cooper notary init [OPTIONS] GUN", INIT)
                                    .flag("publish", 'p', "Publish it at once")
                                    .value(
                                            "rootkey",
                                            0,
                                            "string",
                                            "File of the root key to sign with");
                    case PUBLISH -> Usage.of("cooper notary publish [OPTIONS] GUN", PUBLISH);
                    case STATUS -> Usage.of("cooper notary status [OPTIONS] GUN", STATUS);
                    case RESET ->
                            Usage.of("cooper notary reset [OPTIONS] GUN", RESET)
                                    .flag("all", 0, "Drop all changes")
                                    .list("number", 'n', "ints", "Drop the changes of this number");
                    case DELETE ->
                            Usage.of("cooper notary delete [OPTIONS] GUN", DELETE)
                                    .flag("remote", 0, "Have the server forget it too");
                };
        return NotarySession.options(usage).operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String gun = options.operands().getFirst();
        try (NotarySession session = new NotarySession(options, terminal)) {
            switch (verb) {
                case INIT -> init(session, gun, options, terminal);
                case PUBLISH -> publish(session.repository(gun), terminal);
                case STATUS -> status(session, gun, terminal);
                case RESET -> reset(session, gun, options, terminal);
                case DELETE -> {
                    boolean remote = options.isOn("remote");
                    if (remote) {
                        session.repository(gun).delete(true);
                    } else {
                        session.directory().forget(gun);
                    }
                    terminal.println(
                            "Successfully deleted "
                                    + (remote ? "local and remote" : "local")
                                    + " trust data for repository "
                                    + gun);
                }
            }
        }
        return 0;
    }

    private static void init(NotarySession session, String gun, Options options, Terminal terminal)
            throws IOException {
        Optional<String> root = Optional.empty();
        if (options.value("rootkey").isPresent()) {
            root = Optional.of(importRoot(session, Path.of(options.value("rootkey").get())));
        }
        TrustRepository repository = session.repository(gun);
        String id = repository.initialize(root, false);
        terminal.println("Root key found or made, using: " + id);
        if (options.isOn("publish")) {
            publish(repository, terminal);
        }
    }

    private static String importRoot(NotarySession session, Path file) throws IOException {
        KeyFile key = KeyFile.parse(Files.readAllBytes(file), file.toString());
        String password =
                key.isLocked() ? session.passphrases().ask("root", "", key.where(), false) : "";
        return session.keys().add(key.open(password), "root", "");
    }

    /** Publishes, and says it in notary's words. */
    static void publish(TrustRepository repository, Terminal terminal) throws IOException {
        terminal.println("Pushing changes to " + repository.gun());
        terminal.flush();
        repository.publish();
        terminal.println("Successfully published changes for repository " + repository.gun());
    }

    private static void status(NotarySession session, String gun, Terminal terminal)
            throws IOException {
        List<Change> changes = session.directory().changes(gun).list();
        if (changes.isEmpty()) {
            terminal.println("No unpublished changes for " + gun);
            return;
        }
        terminal.println("Unpublished changes for " + gun + ":\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("#", "ACTION", "SCOPE", "TYPE", "PATH"));
        rows.add(List.of("-", "------", "-----", "----", "----"));
        for (int i = 0; i < changes.size(); i++) {
            Change one = changes.get(i);
            rows.add(List.of("" + i, one.action(), one.role(), one.type(), one.path()));
        }
        terminal.print(TrustTable.of(rows));
    }

    private static void reset(NotarySession session, String gun, Options options, Terminal terminal)
            throws IOException {
        if (options.isOn("all") == options.given("number")) {
            throw new SyntaxException("say which changes to drop: either --all or --number N");
        }
        if (options.isOn("all")) {
            session.directory().changes(gun).clear();
        } else {
            List<Integer> places = new ArrayList<>();
            for (String number : NotarySession.split(options.values("number"))) {
                try {
                    places.add(Integer.parseInt(number));
                } catch (NumberFormatException e) {
                    throw new SyntaxException("\"" + number + "\" is no number of a change", e);
                }
            }
            session.directory().changes(gun).remove(places);
        }
        terminal.println("Successfully reset specified unpublished changes for " + gun);
    }
}
