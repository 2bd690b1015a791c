package dev.cooper.testkit;

import com.sun.security.auth.module.UnixSystem;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine that runs the tests can do. */
public final class Machine {
    private Machine() {}

    /** Whether the tests run as root. */
    public static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /** Whether the environment promises everything a test may need ({@code CI=true} and root). */
    public static boolean promisesEverything() {
        return isRoot() && "true".equals(System.getenv("CI"));
    }

    /** Aborts the test by name when it does not run as root. */
    public static void requireRoot() {
        require(isRoot(), "root");
    }

    /** Aborts the test by name where neither root nor an ordinary user can run a build's steps. */
    public static void requireBuilds() throws IOException, InterruptedException {
        boolean possible =
                isRoot() || Processes.run("unshare", "-U", "-r", "-m", "true").exit() == 0;
        require(possible, "root, or user namespaces for ordinary users");
    }

    /**
     * Goes on when {@code present}; otherwise aborts the test and says what was missing, or fails
     * it where the environment promises everything.
     */
    public static void require(boolean present, String what) {
        if (!present && promisesEverything()) {
            Assertions.fail("needs " + what + ", and CI=true promises it");
        }
        Assumptions.assumeTrue(present, "not run: needs " + what);
    }

    static boolean isDebian() {
        return Files.exists(Path.of("/etc/debian_version"))
                && Files.isExecutable(Path.of("/usr/bin/apt-get"));
    }
}
