package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.auth.RegistryAccounts;

import java.io.IOException;
import java.security.SecureRandom;

/**
 * The password of a new account, or a new one for an old account.
 *
 * @param text the password
 * @param generated whether nobody has seen it yet
 */
record NewPassword(String text, boolean generated) {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 40;

    static Usage options(Usage usage) {
        return usage.flag("generate", 0, "Make a password and print it, once")
                .flag("password-stdin", 0, "Take the password from STDIN");
    }

    /**
     * Makes, reads or asks for a password.
     *
     * @param generate what is done when no option says it
     */
    static NewPassword of(Options options, Terminal terminal, boolean generate) throws IOException {
        if (options.isOn("generate") && options.isOn("password-stdin")) {
            throw new UsageException("--generate and --password-stdin are mutually exclusive");
        }
        if (options.isOn("password-stdin")) {
            return checked(PasswordInput.piped(terminal));
        }
        if (options.isOn("generate") || generate) {
            return new NewPassword(random(), true);
        }
        String otherwise = "give --password-stdin or --generate";
        String first = PasswordInput.ask("Password: ", terminal, false, otherwise);
        NewPassword password = checked(first);
        if (!first.equals(PasswordInput.ask("Again: ", terminal, false, otherwise))) {
            throw new SyntaxException("the passwords differ; try again");
        }
        return password;
    }

    private static NewPassword checked(String text) {
        RegistryAccounts.checkPassword(text);
        return new NewPassword(text, false);
    }

    private static String random() {
        SecureRandom source = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(source.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** Prints a password that was made; what the user gave is not repeated. */
    void print(Terminal terminal) throws IOException {
        if (generated) {
            terminal.println(text);
        }
    }
}
