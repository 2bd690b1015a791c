package dev.cooper.build.copy;

import dev.cooper.linux.Directory;
import dev.cooper.oci.FileName;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The owner that {@code --chown} names.
 *
 * @param uid as the kernel has it: values above 2^31 are negative
 * @param gid as the kernel has it
 */
record Ownership(int uid, int gid) {
    private static final int MAX_FILE = 16 << 20;

    /**
     * Reads {@code user[:group]}. Names are looked up in the image's own {@code /etc/passwd} and
     * {@code /etc/group}; a number alone is user and group, a name alone brings its own group.
     *
     * @throws CopyException when a name is not there
     */
    static Ownership parse(String text, Directory accounts) throws IOException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        if (user.isEmpty() || (colon >= 0 && group.isEmpty()) || group.indexOf(':') >= 0) {
            throw new CopyException("--chown=" + text + ": want user, user:group or their numbers");
        }
        Lookup lookup = new Lookup(text, accounts);
        if (isNumber(user)) {
            int uid = lookup.number(user);
            return new Ownership(uid, colon < 0 ? uid : lookup.group(group));
        }
        String[] account = lookup.line("/etc/passwd", "user", user);
        int gid = colon < 0 ? lookup.number(field(account, 3)) : lookup.group(group);
        return new Ownership(lookup.number(field(account, 2)), gid);
    }

    private static String field(String[] line, int index) {
        return index < line.length ? line[index] : "";
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private record Lookup(String asked, Directory accounts) {
        int group(String group) throws IOException {
            return isNumber(group)
                    ? number(group)
                    : number(field(line("/etc/group", "group", group), 2));
        }

        int number(String text) throws CopyException {
            if (!isNumber(text) || text.length() > 10 || Long.parseLong(text) >= 0xffff_ffffL) {
                throw new CopyException(
                        "--chown=" + asked + ": \"" + text + "\" is no user or group number");
            }
            return (int) Long.parseLong(text);
        }

        String[] line(String file, String kind, String name) throws IOException {
            Optional<String> content = read(file);
            if (content.isEmpty()) {
                throw new CopyException(
                        "--chown="
                                + asked
                                + ": the image has no "
                                + file
                                + " to look up "
                                + kind
                                + " \""
                                + name
                                + "\"; use a number");
            }
            for (String line : content.get().split("\n", -1)) {
                String[] fields = line.strip().split(":", -1);
                if (fields[0].equals(name)) {
                    return fields;
                }
            }
            throw new CopyException(
                    "--chown="
                            + asked
                            + ": no "
                            + kind
                            + " \""
                            + name
                            + "\" in the image's "
                            + file);
        }

        private Optional<String> read(String file) throws IOException {
            RootPath path = RootPath.follow(accounts, file);
            if (path.stat() == null || !path.stat().isFile()) {
                return Optional.empty();
            }
            try (Directory parent = accounts.resolve(path.parent());
                    InputStream in = parent.read(path.name())) {
                return Optional.of(FileName.decode(in.readNBytes(MAX_FILE)));
            }
        }
    }
}
