package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.notation.SigningKeys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper notation key …}: the list of keys to sign with. */
final class NotationKeyCommand implements Command {
    static final String ADD_SUMMARY = "Add a key to the list of keys";
    static final String DELETE_SUMMARY = "Remove keys from the list of keys; their files stay";
    static final String LIST_SUMMARY = "List the keys to sign with";
    static final String UPDATE_SUMMARY = "Make a key the default one";

    /** What is done with the list. */
    enum Verb {
        ADD,
        DELETE,
        LIST,
        UPDATE
    }

    private final Verb verb;

    NotationKeyCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        String start = "cooper notation key ";
        return switch (verb) {
            case ADD ->
                    Usage.of(start + "add --key FILE --certificates FILE NAME", ADD_SUMMARY)
                            .value("key", 0, "file", "The private key: PKCS#8 in PEM")
                            .value(
                                    "certificates",
                                    0,
                                    "file",
                                    "Its certificates in PEM, the signer's first, the root last")
                            .flag("default", 0, "Sign with it when no key is named")
                            .operands(1, 1);
            case DELETE ->
                    Usage.of(start + "delete NAME...", DELETE_SUMMARY)
                            .operands(1, Integer.MAX_VALUE);
            case LIST ->
                    Usage.of(start + "list", LIST_SUMMARY)
                            .aliases("cooper notation key list", "cooper notation key ls")
                            .operands(0, 0);
            case UPDATE ->
                    Usage.of(start + "update --default NAME", UPDATE_SUMMARY)
                            .aliases("cooper notation key update", "cooper notation key set")
                            .flag("default", 0, "Sign with it when no key is named")
                            .operands(1, 1);
        };
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Path home = NotationOptions.home(terminal).directory();
        SigningKeys keys = SigningKeys.read(home);
        switch (verb) {
            case ADD -> add(options, keys).write(home);
            case DELETE -> {
                SigningKeys left = keys;
                for (String name : options.operands()) {
                    left = left.without(name);
                }
                left.write(home);
                options.operands().forEach(name -> terminal.error("Removed " + name));
            }
            case LIST -> list(keys, terminal);
            case UPDATE -> {
                if (!options.isOn("default")) {
                    throw new UsageException("--default is missing: nothing else can be changed");
                }
                keys.withStandard(options.operands().getFirst()).write(home);
            }
        }
        return 0;
    }

    private static SigningKeys add(Options options, SigningKeys keys) throws IOException {
        Optional<String> key = options.value("key");
        Optional<String> certificates = options.value("certificates");
        if (key.isEmpty() || certificates.isEmpty()) {
            throw new UsageException(
                    "--key and --certificates are needed; keys of plugins are not supported");
        }
        String name = options.operands().getFirst();
        SigningKeys longer =
                keys.with(
                        name,
                        Path.of(key.get()),
                        Path.of(certificates.get()),
                        options.isOn("default"));
        longer.check(name);
        return longer;
    }

    private static void list(SigningKeys keys, Terminal terminal) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "KEY PATH", "CERTIFICATE PATH", "ID", "PLUGIN NAME"));
        for (SigningKeys.Entry one : keys.entries()) {
            boolean standard = keys.standard().filter(one.name()::equals).isPresent();
            rows.add(
                    List.of(
                            (standard ? "* " : "  ") + one.name(),
                            one.field("keyPath"),
                            one.field("certPath"),
                            one.field("id"),
                            one.field("pluginName")));
        }
        NotationCertListCommand.print(rows, terminal);
    }
}
