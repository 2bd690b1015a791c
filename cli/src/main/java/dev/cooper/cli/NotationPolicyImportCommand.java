package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notation.NotationHome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code cooper notation policy import}: replaces the trust policy. */
final class NotationPolicyImportCommand implements Command {
    static final String SUMMARY = "Import a trust policy from a file";

    @Override
    public Usage usage() {
        return Usage.of("cooper notation policy import [OPTIONS] FILE", SUMMARY)
                .flag("force", 0, "Overwrite the present trust policy without asking")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String file = options.operands().getFirst();
        NotationHome home = NotationOptions.home(terminal);
        byte[] text = Files.readAllBytes(Path.of(file));
        if (home.hasPolicy()
                && !options.isOn("force")
                && !Confirmation.ask(terminal, "This overwrites the present trust policy.")) {
            throw new SyntaxException("the present trust policy stays; --force overwrites it");
        }
        home.writePolicy(text, file);
        terminal.println("Trust policy configuration imported successfully.");
        return 0;
    }
}
