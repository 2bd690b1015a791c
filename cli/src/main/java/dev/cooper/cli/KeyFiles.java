package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;

/** The two files of a pair of keys, named as cosign names them. */
record KeyFiles(Path privateKey, Path publicKey) {
    static Usage options(Usage usage, String prefix) {
        return CosignRefusals.everywhere(usage)
                .value(
                        "output-key-prefix",
                        0,
                        "name",
                        "Name of the files, before .key and .pub (default \"" + prefix + "\")")
                .flag("yes", 'y', "Overwrite the files without asking");
    }

    /** The files that the options name; refuses to overwrite unless they allow it. */
    static KeyFiles of(Options options, String prefix, Terminal terminal) {
        String name = options.value("output-key-prefix").orElse(prefix);
        KeyFiles files = new KeyFiles(Path.of(name + ".key"), Path.of(name + ".pub"));
        for (Path file : List.of(files.privateKey, files.publicKey)) {
            if (Files.exists(file) && !options.isOn("yes") && !mayOverwrite(file, terminal)) {
                throw new SyntaxException(
                        file
                                + " exists already; whoever loses a private key cannot sign with"
                                + " it again: give --yes to overwrite it, or --output-key-prefix");
            }
        }
        return files;
    }

    private static boolean mayOverwrite(Path file, Terminal terminal) {
        if (!terminal.facts().inputIsTerminal()) {
            return false;
        }
        String answer = PasswordInput.ask(file + " exists; overwrite? (y/N) ", terminal, true, "");
        return answer.equalsIgnoreCase("y");
    }

    /** Writes both; the private one under a password, for its owner only. */
    void write(KeyPair pair, byte[] password, Terminal terminal) throws IOException {
        try {
            try (OutputFile file = OutputFile.create(privateKey)) {
                write(file, pair.sealed(password));
            }
        } finally {
            Arrays.fill(password, (byte) 0);
        }
        terminal.error("Private key written to " + privateKey);
        writePublic(pair.publicKey(), terminal);
    }

    /** Writes the public one. */
    void writePublic(PublicKey key, Terminal terminal) throws IOException {
        try (OutputFile file = OutputFile.createReadable(publicKey)) {
            write(file, PublicKeys.pem(key));
        }
        terminal.error("Public key written to " + publicKey);
    }

    static void write(OutputFile file, String text) throws IOException {
        OutputStream stream = file.stream();
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        file.commit();
    }

    /** Writes a private key for its owner only. */
    static void writeSecret(Path file, String text) throws IOException {
        try (OutputFile secret = OutputFile.create(file)) {
            write(secret, text);
        }
    }
}
