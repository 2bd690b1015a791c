package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.notary.KeyFile;
import dev.cooper.trust.notary.KeyStore;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.SigningKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cooper notary key …}: the private keys that sign names. */
final class NotaryKeyCommand implements Command {
    static final String SUMMARY = "Keep the keys that names are signed with";
    static final String EXPORT = "Write keys into one file, locked as they are";
    static final String GENERATE = "Make a key";
    static final String IMPORT = "Take keys from files";
    static final String LIST = "List the keys";
    static final String PASSWD = "Change the passphrase of a key";
    static final String REMOVE = "Remove a key";
    static final String ROTATE = "Give a role a new key and publish that";

    private final String verb;

    NotaryKeyCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        String line = "cooper notary key " + verb + " [OPTIONS]";
        return NotarySession.options(
                switch (verb) {
                    case "export" ->
                            Usage.of(line, EXPORT)
                                    .list("gun", 0, "strings", "Only keys of these repositories")
                                    .list("key", 0, "strings", "Only keys of these names")
                                    .value("output", 'o', "string", "The file (default STDOUT)")
                                    .operands(0, 0);
                    case "generate" ->
                            Usage.of(line + " [ALGORITHM]", GENERATE)
                                    .value("role", 'r', "string", "Its role (default \"root\")")
                                    .value(
                                            "output",
                                            'o',
                                            "string",
                                            "Write NAME.pem and NAME-key.pem instead of keeping it")
                                    .operands(0, 1);
                    case "import" ->
                            Usage.of(line + " FILE...", IMPORT)
                                    .value(
                                            "gun",
                                            'g',
                                            "string",
                                            "Its repository, unless it says it")
                                    .value("role", 'r', "string", "Its role, unless it says it")
                                    .operands(1, Integer.MAX_VALUE);
                    case "passwd" -> Usage.of(line + " KEYID", PASSWD).operands(1, 1);
                    case "remove" ->
                            Usage.of(line + " KEYID", REMOVE)
                                    .flag("yes", 'y', "Do not ask")
                                    .operands(1, 1);
                    case "rotate" ->
                            Usage.of(line + " GUN ROLE", ROTATE)
                                    .list("key", 'k', "strings", "Take these keys, not a new one")
                                    .flag(
                                            "server-managed",
                                            'r',
                                            "The server is to have the key (timestamp, snapshot)")
                                    .operands(2, 2);
                    default -> Usage.of(line, LIST).operands(0, 0);
                });
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        try (NotarySession session = new NotarySession(options, terminal)) {
            KeyStore keys = session.keys();
            switch (verb) {
                case "export" -> export(keys, options, terminal);
                case "generate" -> generate(session, options, terminal);
                case "import" -> {
                    for (String file : options.operands()) {
                        take(session, Path.of(file), options, terminal);
                    }
                }
                case "passwd" -> {
                    keys.relock(find(keys, options.operands().getFirst()));
                    terminal.println(
                            "Successfully updated passphrase for key ID: "
                                    + options.operands().getFirst());
                }
                case "remove" -> remove(keys, options, terminal);
                case "rotate" -> rotate(session, options, terminal);
                default -> list(keys, terminal);
            }
        }
        return 0;
    }

    private static KeyStore.Entry find(KeyStore keys, String id) throws IOException {
        return keys.find(id)
                .orElseThrow(() ->
                        new NotFoundException("there is no key " + id + " in " + keys.directory()));
    }

    private static void list(KeyStore keys, Terminal terminal) throws IOException {
        List<KeyStore.Entry> all = keys.list();
        if (all.isEmpty()) {
            terminal.println("\nNo signing keys found.\n");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ROLE", "GUN", "KEY ID", "LOCATION"));
        rows.add(List.of("----", "---", "------", "--------"));
        for (KeyStore.Entry key : all) {
            rows.add(List.of(key.role(), key.gun(), key.id(), keys.directory().toString()));
        }
        terminal.print("\n" + TrustTable.of(rows) + "\n");
    }

    private static void export(KeyStore keys, Options options, Terminal terminal)
            throws IOException {
        List<String> guns = NotarySession.split(options.values("gun"));
        List<String> ids = NotarySession.split(options.values("key"));
        StringBuilder text = new StringBuilder();
        for (KeyStore.Entry key : keys.list()) {
            boolean wanted =
                    (guns.isEmpty() && ids.isEmpty())
                            || guns.contains(key.gun())
                            || ids.contains(key.id());
            if (wanted) {
                text.append(keys.file(key).exported(key.id()).text());
            }
        }
        if (text.isEmpty()) {
            throw new NotFoundException("no key is to be exported");
        }
        if (options.value("output").isPresent()) {
            KeyFiles.writeSecret(Path.of(options.value("output").get()), text.toString());
        } else {
            terminal.print(text.toString());
        }
    }

    private static void generate(NotarySession session, Options options, Terminal terminal)
            throws IOException {
        String algorithm = options.operands().isEmpty() ? "ecdsa" : options.operands().getFirst();
        if (!algorithm.equals("ecdsa")) {
            throw new SyntaxException(
                    "algorithm \"" + algorithm + "\" is not allowed for a new key; want ecdsa");
        }
        String role = role(options.value("role").orElse(Roles.ROOT));
        SigningKey key = SigningKey.generate();
        String id = key.publicKey().id();
        if (options.value("output").isEmpty()) {
            session.keys().add(key, role, "");
            terminal.println("Generated new ecdsa " + role + " key with keyID: " + id);
            return;
        }
        String base = options.value("output").get();
        String password = session.passphrases().ask(role, "", id, true);
        Path secret = Path.of(base + "-key.pem");
        KeyFiles.writeSecret(secret, KeyFile.seal(key, role, "", password).text());
        Path open = Path.of(base + ".pem");
        Files.writeString(open, PublicKeys.pem(key.publicKey().publicKey()));
        terminal.println("Generated new ecdsa key with role " + role + " and keyID: " + id);
        terminal.println("Wrote " + secret + " and " + open);
    }

    static String role(String name) {
        if (!Roles.BASE.contains(name) && !Roles.isDelegation(name)) {
            throw new SyntaxException("\"" + name + "\" is no role");
        }
        return name;
    }

    private static void take(NotarySession session, Path file, Options options, Terminal terminal)
            throws IOException {
        for (KeyFile one : KeyFile.parseAll(Files.readAllBytes(file), file.toString())) {
            String role = one.role().isEmpty() ? options.value("role").orElse("") : one.role();
            String gun = one.gun().isEmpty() ? options.value("gun").orElse("") : one.gun();
            if (role.isEmpty()) {
                throw new SyntaxException(file + " does not say the role of its key: give --role");
            }
            String password =
                    one.isLocked() ? session.passphrases().ask(role, gun, one.label(), false) : "";
            SigningKey key = one.open(password);
            String id = key.publicKey().id();
            if (one.isLocked()) {
                session.keys().keep(id, one, role, gun);
            } else {
                session.keys().add(key, role, gun);
            }
            terminal.println("Imported key " + id + " of role " + role);
        }
    }

    private static void remove(KeyStore keys, Options options, Terminal terminal)
            throws IOException {
        KeyStore.Entry key = find(keys, options.operands().getFirst());
        String question =
                "Are you sure you want to remove " + key.id() + " (role " + key.role() + ")?";
        if (options.isOn("yes") || Confirmation.given(question, terminal)) {
            keys.remove(key);
            terminal.println("Deleted " + key.id() + " (role " + key.role() + ").");
        } else {
            terminal.println("Aborting action.");
        }
    }

    private static void rotate(NotarySession session, Options options, Terminal terminal)
            throws IOException {
        String gun = options.operands().getFirst();
        String role = options.operands().get(1);
        boolean atServer = options.isOn("server-managed");
        List<String> wanted = NotarySession.split(options.values("key"));
        if (!Roles.BASE.contains(role)) {
            throw new SyntaxException(
                    "keys of \""
                            + role
                            + "\" cannot be rotated; only those of root, targets,"
                            + " snapshot and timestamp can");
        }
        if (atServer && (role.equals(Roles.ROOT) || role.equals(Roles.TARGETS))) {
            throw new SyntaxException("the server does not keep keys of " + role);
        }
        if (!atServer && role.equals(Roles.TIMESTAMP)) {
            throw new SyntaxException("only the server keeps keys of timestamp: give -r");
        }
        if (atServer && !wanted.isEmpty()) {
            throw new SyntaxException("the server makes its key itself: leave --key out");
        }
        session.repository(gun).rotate(role, atServer, wanted);
        terminal.println("Successfully rotated " + role + " key for repository " + gun);
    }
}
