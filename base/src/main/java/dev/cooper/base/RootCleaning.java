package dev.cooper.base;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Takes out of a configured root what depends on when and where it was made: logs, caches, lists,
 * backups, identities, dates of passwords.
 */
final class RootCleaning {
    /** Files that may go wherever they are; directories stay, for their owners and modes. */
    private static final List<String> EMPTIED =
            List.of(
                    "var/lib/apt/lists",
                    "var/cache/apt",
                    "var/log",
                    "var/cache/ldconfig",
                    "tmp",
                    "var/tmp",
                    "run",
                    "dev",
                    "proc",
                    "sys");

    /** Records of logins, empty and with owners of their own, and the place for locks. */
    private static final Set<String> KEPT = Set.of("btmp", "faillog", "lastlog", "wtmp", "lock");

    private static final List<String> REMOVED =
            List.of(
                    "etc/.pwd.lock",
                    "etc/passwd-",
                    "etc/group-",
                    "etc/shadow-",
                    "etc/gshadow-",
                    "etc/subuid-",
                    "etc/subgid-",
                    "etc/hostname",
                    "etc/resolv.conf",
                    "etc/hosts",
                    "usr/sbin/policy-rc.d",
                    "var/cache/debconf/config.dat-old",
                    "var/cache/debconf/templates.dat-old",
                    "var/cache/debconf/passwords.dat-old",
                    "var/lib/dpkg/status-old",
                    "var/lib/dpkg/available-old",
                    "var/lib/dpkg/diversions-old",
                    "var/lib/dpkg/statoverride-old",
                    "var/lib/dbus/machine-id",
                    "var/lib/systemd/random-seed",
                    "var/lib/systemd/catalog/database",
                    "root/.bash_history",
                    "root/.wget-hsts");

    private static final long SECONDS_A_DAY = 86_400;

    private final Directory root;
    private final long seconds;

    /**
     * Makes the work.
     *
     * @param root the root of the image
     * @param seconds the date of the image
     */
    RootCleaning(Directory root, long seconds) {
        this.root = root;
        this.seconds = seconds;
    }

    /** Does it. */
    void run() throws IOException {
        for (String path : EMPTIED) {
            empty(path, keepsDirectories(path));
        }
        for (String path : REMOVED) {
            remove(path);
        }
        for (String name : List.of("btmp", "faillog", "lastlog", "wtmp")) {
            truncate("var/log/" + name);
        }
        truncate("etc/machine-id");
        setPasswordDates("etc/shadow");
    }

    /** Packages own directories below these; below the others nothing is anybody's. */
    private static boolean keepsDirectories(String path) {
        return path.startsWith("var/") && !path.equals("var/tmp");
    }

    private void empty(String path, boolean keepDirectories) throws IOException {
        try (Directory directory = root.resolve(path)) {
            emptyBelow(directory, keepDirectories);
        } catch (ErrnoException e) {
            requireMissing(e);
        }
    }

    private static void emptyBelow(Directory directory, boolean keepDirectories)
            throws IOException {
        for (String name : directory.list()) {
            boolean isDirectory = directory.stat(name).type() == FileType.DIRECTORY;
            if (KEPT.contains(name)) {
                continue;
            }
            if (isDirectory && keepDirectories) {
                try (Directory below = directory.openDirectory(name)) {
                    emptyBelow(below, true);
                }
            } else {
                directory.removeTree(name);
            }
        }
    }

    private void remove(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        try (Directory parent = root.resolve(path.substring(0, slash))) {
            String name = path.substring(slash + 1);
            if (parent.statOrNull(name) != null) {
                parent.removeTree(name);
            }
        } catch (ErrnoException e) {
            requireMissing(e);
        }
    }

    private static void requireMissing(ErrnoException e) throws ErrnoException {
        if (e.errno() != Errno.ENOENT) {
            throw e;
        }
    }

    private void truncate(String path) throws IOException {
        rewrite(path, new byte[0]);
    }

    /** The third field of a line is the day of the last change of the password. */
    private void setPasswordDates(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        StringBuilder text = new StringBuilder();
        try (Directory parent = root.resolve(path.substring(0, slash))) {
            if (parent.statOrNull(path.substring(slash + 1)) == null) {
                return;
            }
            try (InputStream in = parent.read(path.substring(slash + 1))) {
                String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                for (String line : content.lines().toList()) {
                    text.append(withDay(line)).append('\n');
                }
            }
        }
        rewrite(path, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private String withDay(String line) {
        int first = line.indexOf(':');
        int second = first < 0 ? -1 : line.indexOf(':', first + 1);
        int third = second < 0 ? -1 : line.indexOf(':', second + 1);
        if (third <= second + 1) {
            return line; // no date there
        }
        return line.substring(0, second + 1)
                + Math.floorDiv(seconds, SECONDS_A_DAY)
                + line.substring(third);
    }

    private void rewrite(String path, byte[] content) throws IOException {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        try (Directory parent = root.resolve(path.substring(0, slash))) {
            Stat stat = parent.statOrNull(name);
            if (stat == null || stat.type() != FileType.FILE) {
                return;
            }
            String fresh = name + ".cooper";
            try (OutputStream out = parent.create(fresh, stat.permissions())) {
                out.write(content);
            }
            parent.chown(fresh, stat.uid(), stat.gid());
            parent.chmod(fresh, stat.permissions());
            parent.rename(fresh, parent, name);
        }
    }
}
