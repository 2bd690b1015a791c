package dev.cooper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An ordinary user of the machine for tests that run as root: made on first use, with a range of
 * subordinate users as a person's account on Debian has it.
 */
public final class TestUser {
    /** The user's name. */
    public static final String NAME = "coopertest";

    private TestUser() {}

    /** The words before a command that make it run as this user, without any privilege. */
    public static List<String> prefix() {
        Machine.requireRoot();
        ensure();
        return List.of(
                "setpriv", "--reuid", NAME, "--regid", NAME, "--init-groups", "--inh-caps=-all");
    }

    /** The user's home directory. */
    public static Path home() {
        return Path.of("/home", NAME);
    }

    /** Gives a directory and all in it to the user. */
    public static void own(Path directory) throws IOException, InterruptedException {
        ensure();
        Processes.run("chown", "-R", NAME + ":" + NAME, directory.toString()).ok();
    }

    private static synchronized void ensure() {
        try {
            if (Processes.run("id", NAME).exit() == 0 && Files.isDirectory(home())) {
                return;
            }
            Peers.require("newuidmap");
            Processes.run("useradd", "--create-home", "--shell", "/bin/sh", NAME).ok();
            String ranges = Files.readString(Path.of("/etc/subuid"));
            if (!ranges.contains(NAME + ":")) {
                Processes.run(
                                "usermod",
                                "--add-subuids",
                                "300000-365535",
                                "--add-subgids",
                                "300000-365535",
                                NAME)
                        .ok();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making a test user", e);
        }
    }
}
