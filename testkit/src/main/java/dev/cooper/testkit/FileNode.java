package dev.cooper.testkit;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One file of a {@link FileTree}.
 *
 * @param type f, d, l, c, b or p
 * @param mode the lower twelve bits
 * @param content SHA-256 in hex of a file's bytes, the target of a symbolic link, the numbers of a
 *     device; else empty
 * @param hardLinkGroup the first path of the file when it has several; else empty
 * @param xattrs extended attributes, values in hex
 */
public record FileNode(
        char type,
        int mode,
        long uid,
        long gid,
        long size,
        String content,
        String hardLinkGroup,
        SortedMap<String, String> xattrs,
        long mtimeSeconds) {

    private static final String XATTR = "SCHILY.xattr.";

    static FileNode of(TarArchiveEntry entry, String sha256) {
        char type = type(entry);
        String content =
                switch (type) {
                    case 'l' -> entry.getLinkName();
                    case 'c', 'b' -> entry.getDevMajor() + ":" + entry.getDevMinor();
                    default -> sha256;
                };
        SortedMap<String, String> xattrs = new TreeMap<>();
        entry.getExtraPaxHeaders()
                .forEach((key, value) -> {
                    String name = key.startsWith(XATTR) ? key.substring(XATTR.length()) : "";
                    if (!name.isEmpty() && !isOverlays(name)) {
                        xattrs.put(name, FileTree.hex(value));
                    }
                });
        return new FileNode(
                type,
                entry.getMode() & 07777,
                entry.getLongUserId(),
                entry.getLongGroupId(),
                type == 'f' ? entry.getRealSize() : 0,
                content,
                "",
                xattrs,
                entry.getLastModifiedTime().toInstant().getEpochSecond());
    }

    private static boolean isOverlays(String xattr) {
        return xattr.startsWith("trusted.overlay.")
                || xattr.startsWith("user.overlay.")
                || xattr.equals("security.selinux");
    }

    private static char type(TarArchiveEntry entry) {
        if (entry.isDirectory()) {
            return 'd';
        }
        if (entry.isSymbolicLink()) {
            return 'l';
        }
        if (entry.isCharacterDevice()) {
            return 'c';
        }
        if (entry.isBlockDevice()) {
            return 'b';
        }
        return entry.isFIFO() ? 'p' : 'f';
    }

    FileNode withHardLinkGroup(String group) {
        return new FileNode(type, mode, uid, gid, size, content, group, xattrs, mtimeSeconds);
    }

    /** The node as one line without its time: for listings. */
    String line(String path) {
        StringBuilder line = new StringBuilder();
        line.append(type).append(' ').append(Integer.toOctalString(mode));
        line.append(' ').append(uid).append(':').append(gid).append(' ').append(path);
        switch (type) {
            case 'f' -> line.append(' ').append(size).append(' ').append(content, 0, 12);
            case 'l' -> line.append(" -> ").append(content);
            case 'c', 'b' -> line.append(' ').append(content);
            default -> {}
        }
        if (!hardLinkGroup.isEmpty() && !hardLinkGroup.equals(path)) {
            line.append(" = ").append(hardLinkGroup);
        }
        xattrs.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }

    List<String> differences(FileNode other, long timesBefore) {
        List<String> found = new ArrayList<>();
        note(found, "type", type, other.type);
        // A symbolic link's mode means nothing; tars disagree about it.
        if (type != 'l') {
            note(found, "mode", Integer.toOctalString(mode), Integer.toOctalString(other.mode));
        }
        note(found, "owner", uid + ":" + gid, other.uid + ":" + other.gid);
        note(found, "size", size, other.size);
        note(found, "content", content, other.content);
        note(found, "hard link of", hardLinkGroup, other.hardLinkGroup);
        note(found, "xattrs", xattrs, other.xattrs);
        boolean old = Math.min(mtimeSeconds, other.mtimeSeconds) < timesBefore;
        if (old && (type == 'f' || type == 'l')) {
            note(found, "mtime", mtimeSeconds, other.mtimeSeconds);
        }
        return found;
    }

    private static void note(List<String> found, String field, Object left, Object right) {
        if (!left.equals(right)) {
            found.add(field + ": " + left + ", " + right);
        }
    }
}
