package dev.cooper.build.copy;

import dev.cooper.dockerfile.Glob;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A root from which COPY and ADD take files: a build context, or the root of a stage or image.
 * Links at the path of a source are followed inside the root; links inside a copied tree are kept.
 */
public final class Sources {
    private final SourceTree tree;

    private Sources(SourceTree tree) {
        this.tree = tree;
    }

    /**
     * A directory of the user: owners count as 0:0.
     *
     * @param root stays the caller's to close, after all selections of this were used
     * @param ignore the rules of {@code .dockerignore}
     * @param cache remembers digests between builds; null computes all of them
     */
    public static Sources ofContext(Directory root, IgnoreFile ignore, @Nullable StatCache cache) {
        return new Sources(new SourceTree(root, ignore, true, cache));
    }

    /**
     * The root of a stage or image: owners are kept, nothing is ignored.
     *
     * @param root stays the caller's to close, after all selections of this were used
     */
    public static Sources ofRoot(Directory root) {
        return new Sources(new SourceTree(root, IgnoreFile.EMPTY, false, null));
    }

    /**
     * Finds what the sources of one instruction name. A leading slash means the root; {@code ..}
     * stops there. A pattern that matches nothing selects nothing.
     *
     * @param paths as written in the instruction, variables expanded
     * @param parents whether {@code --parents} is given: paths keep their directories, from {@code
     *     /./} on where that stands in the path, and {@code **} spans directories
     * @param excludes the patterns of {@code --exclude}, relative to each source
     * @throws CopyException when a path that is no pattern names nothing
     */
    public Selection select(List<String> paths, boolean parents, List<String> excludes)
            throws IOException {
        IgnoreFile excluded = IgnoreFile.of(excludes);
        List<Picked> picked = new ArrayList<>();
        for (String path : paths) {
            if (parents) {
                picked.add(withParents(path, excluded));
            } else if (Glob.hasWildcard(path)) {
                for (String match : new WildcardMatches(tree, path).find()) {
                    addPath(match, true, excluded, picked);
                }
            } else {
                addPath(unescaped(path), false, excluded, picked);
            }
        }
        picked.removeIf(p -> p instanceof Picked.Files f && f.entries().isEmpty() && isOptional(f));
        return new Selection(picked);
    }

    /** An empty directory still makes its destination; an excluded file makes nothing. */
    private static boolean isOptional(Picked.Files files) {
        return files.shape() != Picked.Shape.CONTENT;
    }

    private void addPath(String path, boolean matched, IgnoreFile excluded, List<Picked> picked)
            throws IOException {
        RootPath found = RootPath.follow(tree.root(), path);
        Stat stat = found.stat();
        if (stat == null || !isVisible(found)) {
            if (matched) {
                // A dangling or ignored link that a pattern met is nothing to copy.
                return;
            }
            throw new MissingSource(tree).explain(path, stat != null);
        }
        String name = RootPath.nameOf(String.join("/", RootPath.components(path)));
        if (stat.isDirectory()) {
            List<SelectedEntry> entries = new TreeWalk(tree, null).run(found.path(), excluded);
            picked.add(new Picked.Files(tree, Picked.Shape.CONTENT, "", entries));
        } else if (stat.type() == FileType.SOCKET) {
            throw new CopyException("\"" + path + "\" is a socket, which no image can hold");
        } else if (!excluded.ignores(name)) {
            String link = stat.isSymlink() ? readLink(found) : "";
            SelectedEntry entry = new SelectedEntry(found.path(), name, stat, link, false);
            picked.add(new Picked.Files(tree, Picked.Shape.SINGLE, name, List.of(entry)));
        }
    }

    private String readLink(RootPath found) throws IOException {
        try (Directory parent = tree.root().resolve(found.parent())) {
            return parent.readLink(found.name());
        }
    }

    private boolean isVisible(RootPath found) {
        return found.path().isEmpty()
                || !tree.ignore().ignores(found.path())
                || (found.isDirectory() && tree.ignore().mayReinclude(found.path()));
    }

    private Picked withParents(String path, IgnoreFile excluded) throws IOException {
        int pivot = path.indexOf("/./");
        String base = pivot < 0 ? "" : path.substring(0, pivot);
        String rest = pivot < 0 ? path : path.substring(pivot + 3);
        String pattern = String.join("/", clean(rest));
        RootPath start = RootPath.follow(tree.root(), base);
        if (!start.isDirectory()) {
            throw new MissingSource(tree).explain(base, false);
        }
        Glob include = pattern.isEmpty() ? null : Glob.deep(pattern);
        List<SelectedEntry> entries = new TreeWalk(tree, include).run(start.path(), excluded);
        if (entries.isEmpty() && include != null && !Glob.hasWildcard(pattern)) {
            String full = RootPath.join(start.path(), unescaped(pattern));
            RootPath found = RootPath.followParents(tree.root(), full);
            if (found.stat() == null || !isVisible(found)) {
                throw new MissingSource(tree).explain(unescaped(path), found.stat() != null);
            }
        }
        return new Picked.Files(tree, Picked.Shape.WITH_PARENTS, "", entries);
    }

    private static List<String> clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : RootPath.components(path)) {
            if (!part.equals("..")) {
                parts.add(part);
            } else if (!parts.isEmpty()) {
                parts.removeLast();
            }
        }
        return parts;
    }

    /** A path without wildcards may still have backslashes that make a character plain. */
    static String unescaped(String path) {
        if (path.indexOf('\\') < 0) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            boolean escape = path.charAt(i) == '\\' && i + 1 < path.length();
            i += escape ? 1 : 0;
            out.append(path.charAt(i));
        }
        return out.toString();
    }
}
