package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The password of a private key: COSIGN_PASSWORD, else standard input, else asked for. */
final class KeyPassword {
    private static final String VARIABLE = "COSIGN_PASSWORD";
    private static final String PROMPT = "Enter password for private key: ";

    private KeyPassword() {}

    /** The password of a key that there is. */
    static byte[] of(Terminal terminal) {
        String set = terminal.environment().get(VARIABLE);
        return bytes(set != null ? set : given(terminal, false));
    }

    /** The password of a new key, asked for twice. */
    static byte[] ofNew(Terminal terminal) {
        String set = terminal.environment().get(VARIABLE);
        return bytes(set != null ? set : given(terminal, true));
    }

    private static String given(Terminal terminal, boolean twice) {
        if (!terminal.facts().inputIsTerminal()) {
            try {
                return PasswordInput.piped(terminal);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        String otherwise = "set " + VARIABLE;
        String first = PasswordInput.ask(PROMPT, terminal, false, otherwise);
        if (twice
                && !first.equals(
                        PasswordInput.ask(
                                "Enter password for private key again: ",
                                terminal,
                                false,
                                otherwise))) {
            throw new SyntaxException("the passwords differ; try again");
        }
        return first;
    }

    private static byte[] bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }
}
