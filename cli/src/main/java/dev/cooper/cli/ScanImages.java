package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Login;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The images of a scan, and the login that it was given for their registries: it is told to no
 * other registry, and kept nowhere.
 *
 * @param names as they were given
 */
record ScanImages(List<String> names, Optional<Login> login) {
    /**
     * Reads {@code --username} and {@code --password}.
     *
     * @throws UsageException when one is missing, or there are several
     */
    static ScanImages of(List<String> names, ScanSettings settings, Terminal terminal)
            throws IOException {
        List<String> users = settings.list("username");
        List<String> passwords = settings.list("password");
        boolean isPiped = settings.isOn("password-stdin");
        if (users.isEmpty() && passwords.isEmpty() && !isPiped) {
            return new ScanImages(names, Optional.empty());
        }
        if (isPiped && !passwords.isEmpty()) {
            throw new UsageException("--password and --password-stdin are mutually exclusive");
        }
        if (users.size() != 1 || (!isPiped && passwords.size() != 1)) {
            throw new UsageException(
                    "--username and --password go together, one of each; keep logins of several"
                            + " registries with 'cooper login'");
        }
        String password = isPiped ? PasswordInput.piped(terminal) : passwords.getFirst();
        if (password.isEmpty()) {
            throw new UsageException("the password is empty; give one");
        }
        return new ScanImages(names, Optional.of(Login.of(users.getFirst(), password)));
    }

    /** The registries as the scan of one of the images uses them. */
    Remote remote(Optional<String> image, ScanSettings settings, Terminal terminal)
            throws IOException {
        Remote remote = new Remote(terminal, settings.isOn("insecure"));
        if (login.isPresent() && image.isPresent() && mayBeInRegistry(image.get())) {
            remote.logIn(image.get(), login.get());
        }
        return remote;
    }

    private static boolean mayBeInRegistry(String operand) {
        try {
            return PlaceName.parse(operand) instanceof PlaceName.InRegistry;
        } catch (SyntaxException e) {
            return false; // said when it is opened
        }
    }
}
