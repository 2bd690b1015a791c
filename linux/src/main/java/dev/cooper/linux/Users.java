package dev.cooper.linux;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Resolves the user of a step with the image's own /etc/passwd and /etc/group, as runc does: a
 * number need not be listed, a name other than root must be.
 */
public final class Users {
    /** No user database is larger; a file that is could only be an attack on the memory. */
    private static final int MAX_FILE_SIZE = 64 << 20;

    private static final int MAX_LINKS = 40;

    private final List<String[]> passwd;
    private final List<String[]> group;

    private Users(List<String[]> passwd, List<String[]> group) {
        this.passwd = passwd;
        this.group = group;
    }

    /**
     * Resolves the value of USER.
     *
     * @param rootfs absolute path of the image's file system on the host
     * @param user empty, {@code name}, {@code uid}, {@code name:group}, {@code uid:gid} …
     * @return the user; supplementary groups only when no group is named; "/" as home when the
     *     image knows no other
     * @throws SyntaxException if a name is not in the image
     */
    public static SandboxUser resolve(String rootfs, String user) throws IOException {
        try (Directory root = Directory.open(rootfs)) {
            return resolve(root, user);
        }
    }

    /** As {@link #resolve(String, String)}, below an open root directory. */
    public static SandboxUser resolve(Directory root, String user) throws IOException {
        return new Users(table(root, "/etc/passwd"), table(root, "/etc/group")).resolve(user);
    }

    private SandboxUser resolve(String text) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        String[] entry = find(passwd, user.isEmpty() ? "0" : user, 7);
        int uid;
        int gid = 0;
        String home = "/";
        if (entry != null) {
            uid = number(entry[2]);
            gid = number(entry[3]);
            home = entry[5].isEmpty() ? "/" : entry[5];
        } else if (user.isEmpty() || user.equals("root")) {
            uid = 0; // an image needs no user database to have a root
        } else {
            uid = number(user);
            if (uid < 0) {
                throw new SyntaxException(
                        "user \"" + text + "\": the image's /etc/passwd has no user " + user);
            }
        }
        if (!group.isEmpty()) {
            return new SandboxUser(uid, groupNumber(text, group), List.of(), home);
        }
        return new SandboxUser(uid, gid, supplementary(entry == null ? user : entry[0]), home);
    }

    private int groupNumber(String text, String name) {
        String[] entry = find(group, name, 3);
        int gid = number(entry == null ? name : entry[2]);
        if (gid < 0) {
            throw new SyntaxException(
                    "user \"" + text + "\": the image's /etc/group has no group " + name);
        }
        return gid;
    }

    private List<Integer> supplementary(String user) {
        List<Integer> groups = new ArrayList<>();
        for (String[] entry : group) {
            if (entry.length >= 4 && List.of(entry[3].split(",", -1)).contains(user)) {
                int gid = number(entry[2]);
                if (gid >= 0) {
                    groups.add(gid);
                }
            }
        }
        return groups;
    }

    /** Finds a line by its name, or by its number when that is given. */
    private static String @org.jspecify.annotations.Nullable [] find(
            List<String[]> table, String name, int columns) {
        for (String[] entry : table) {
            if (entry.length >= columns && entry[0].equals(name) && number(entry[2]) >= 0) {
                return entry;
            }
        }
        int number = number(name);
        for (String[] entry : table) {
            if (number >= 0 && entry.length >= columns && number(entry[2]) == number) {
                return entry;
            }
        }
        return null;
    }

    /** Returns a user or group number; -1 when the text is none. */
    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            return text.startsWith("+") ? -1 : Math.max(number, -1);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<String[]> table(Directory root, String path) throws IOException {
        List<String[]> table = new ArrayList<>();
        new String(read(root, path), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> table.add(line.split(":", -1)));
        return table;
    }

    /** Reads a file inside the root, following links there; empty when it is missing. */
    private static byte[] read(Directory root, String path) throws IOException {
        String here = path;
        for (int links = 0; links < MAX_LINKS; links++) {
            int slash = here.lastIndexOf('/');
            String name = here.substring(slash + 1);
            try (Directory directory = root.resolve(here.substring(0, slash + 1))) {
                Stat stat = directory.statOrNull(name);
                if (stat != null && stat.isSymlink()) {
                    String target = directory.readLink(name);
                    here = target.startsWith("/") ? target : here.substring(0, slash + 1) + target;
                    continue;
                }
                if (stat == null || !stat.isFile()) {
                    return new byte[0];
                }
                try (InputStream in = directory.read(name)) {
                    byte[] content = in.readNBytes(MAX_FILE_SIZE + 1);
                    if (content.length > MAX_FILE_SIZE) {
                        throw new IOException(path + ": larger than 64 MiB");
                    }
                    return content;
                }
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                    return new byte[0];
                }
                throw e;
            }
        }
        throw new IOException(path + ": too many symbolic links");
    }
}
