package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Pem;
import dev.cooper.trust.notary.KeyFile;
import dev.cooper.trust.notary.SigningKey;
import dev.cooper.trust.notary.TrustKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/** {@code cooper trust key generate|load}: the keys of those who sign tags. */
final class TrustKeyCommand implements Command {
    static final String SUMMARY = "Make and load the keys of those who sign tags";
    static final String GENERATE = "Make a pair of keys for a signer";
    static final String LOAD = "Load a private key for signing";

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final boolean load;

    TrustKeyCommand(boolean load) {
        this.load = load;
    }

    @Override
    public Usage usage() {
        return (load
                        ? Usage.of("cooper trust key load [OPTIONS] KEYFILE", LOAD)
                                .value(
                                        "name",
                                        0,
                                        "string",
                                        "Name for the loaded key (default" + " \"signer\")")
                        : Usage.of("cooper trust key generate [OPTIONS] NAME", GENERATE)
                                .value(
                                        "dir",
                                        0,
                                        "string",
                                        "Directory of the public key (default"
                                                + " the current one)"))
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().getFirst();
        try (DockerTrust trust = new DockerTrust(terminal)) {
            if (load) {
                load(trust, operand, options.value("name").orElse("signer"), terminal);
            } else {
                generate(trust, operand, options.value("dir").orElse(""), terminal);
            }
        }
        return 0;
    }

    static String signer(String name) {
        if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new SyntaxException(
                    "signer name \""
                            + name
                            + "\" must start with a lowercase letter or digit and"
                            + " can only have lowercase letters, digits, _ and -");
        }
        return name;
    }

    private static void generate(
            DockerTrust trust, String name, String directory, Terminal terminal)
            throws IOException {
        signer(name);
        Path file = Path.of(directory).resolve(name + ".pub").toAbsolutePath();
        if (Files.exists(file)) {
            throw new SyntaxException(
                    "public key file already exists: \"" + file.getFileName() + "\"");
        }
        terminal.println("Generating key for " + name + "...");
        terminal.flush();
        TrustKey key = trust.keys().make(name);
        Pem pem = Pem.of("PUBLIC KEY", Map.of("role", name), key.publicKey().getEncoded());
        Files.writeString(file, pem.text());
        terminal.println(
                "Successfully generated and loaded private key. Corresponding public key"
                        + " available: "
                        + file);
    }

    private static void load(DockerTrust trust, String operand, String name, Terminal terminal)
            throws IOException {
        signer(name);
        Path file = Path.of(operand);
        for (PosixFilePermission one : Files.getPosixFilePermissions(file)) {
            if (OTHERS.contains(one)) {
                throw new SyntaxException(
                        "private key file "
                                + operand
                                + " must not be readable or writable by"
                                + " others");
            }
        }
        terminal.println("Loading key from \"" + operand + "\"...");
        terminal.flush();
        KeyFile key = KeyFile.parse(Files.readAllBytes(file), operand);
        String password =
                key.isLocked()
                        ? TrustPassphrases.ofDocker(terminal).ask(name, "", operand, false)
                        : "";
        SigningKey opened = key.open(password);
        trust.keys().add(opened, name, "");
        terminal.println("Successfully imported key from " + operand);
    }
}
