package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a directory and its parents inside a root; symbolic links on the way stay inside. */
final class WorkingDirectory {
    private WorkingDirectory() {}

    /**
     * Makes what is missing of a path, mode 0755.
     *
     * @param root the root
     * @param path absolute
     * @param uid owner of what is made
     * @param gid group of what is made
     * @return the paths that were made, parents first
     * @throws IOException when something that is no directory is in the way
     */
    static List<String> make(Directory root, String path, int uid, int gid) throws IOException {
        List<String> made = new ArrayList<>();
        StringBuilder done = new StringBuilder();
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            try (Directory parent = root.resolve(done.isEmpty() ? "/" : done.toString())) {
                Stat there = parent.statOrNull(part);
                if (there == null) {
                    parent.mkdir(part, 0755);
                    own(parent, part, uid, gid);
                    made.add(done + "/" + part);
                } else if (there.type() != FileType.DIRECTORY && there.type() != FileType.SYMLINK) {
                    throw new IOException(
                            "cannot make directory "
                                    + path
                                    + ": "
                                    + done
                                    + "/"
                                    + part
                                    + " is there and is not a directory");
                }
            }
            done.append('/').append(part);
        }
        return made;
    }

    private static void own(Directory parent, String name, int uid, int gid) throws IOException {
        if (uid == 0 && gid == 0) {
            return;
        }
        try {
            parent.chown(name, uid, gid);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EINVAL || !UserNamespace.single()) {
                throw e;
            }
        }
    }
}
