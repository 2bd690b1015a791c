package dev.cooper.build.copy;

import dev.cooper.dockerfile.Glob;
import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.FileType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths that a source with wildcards names. Links before the first wildcard are followed, links
 * that a wildcard would have to pass through are not.
 */
final class WildcardMatches {
    private final SourceTree tree;
    private final String start;
    private final List<Glob> levels = new ArrayList<>();
    private final List<String> found = new ArrayList<>();

    WildcardMatches(SourceTree tree, String pattern) throws IOException {
        this.tree = tree;
        List<String> plain = new ArrayList<>();
        for (String part : RootPath.components(pattern)) {
            if (levels.isEmpty() && !Glob.hasWildcard(part)) {
                plain.add(Sources.unescaped(part));
            } else if (part.equals("..")) {
                up();
            } else {
                levels.add(Glob.of(part));
            }
        }
        this.start = String.join("/", plain);
    }

    /** {@code a/../b} is {@code b} for a pattern as for a path. */
    private void up() {
        if (!levels.isEmpty()) {
            levels.removeLast();
        }
    }

    List<String> find() throws IOException {
        RootPath from = RootPath.follow(tree.root(), start);
        if (from.isDirectory()) {
            try (Directory directory = tree.root().resolve(from.path())) {
                match(directory, from.path(), 0);
            }
        }
        return found;
    }

    private void match(Directory directory, String path, int level) throws IOException {
        if (level == levels.size()) {
            found.add(path);
            return;
        }
        boolean last = level + 1 == levels.size();
        for (DirectoryEntry entry : directory.entries()) {
            String name = entry.name();
            String below = RootPath.join(path, name);
            if (!levels.get(level).matches(name) || isIgnored(entry, below)) {
                continue;
            }
            if (last) {
                if (entry.type() != FileType.SOCKET) {
                    found.add(below);
                }
            } else if (entry.type() == FileType.DIRECTORY) {
                try (Directory next = directory.openDirectory(name)) {
                    match(next, below, level + 1);
                }
            }
        }
    }

    private boolean isIgnored(DirectoryEntry entry, String path) {
        return tree.ignore().ignores(path)
                && !(entry.type() == FileType.DIRECTORY && tree.ignore().mayReinclude(path));
    }
}
