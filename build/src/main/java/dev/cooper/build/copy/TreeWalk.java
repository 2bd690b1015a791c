package dev.cooper.build.copy;

import dev.cooper.dockerfile.Glob;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists what is below a directory, without what the tree's ignore rules and {@code --exclude} leave
 * out. An ignored directory that holds something re-included stays, as the way to it.
 */
final class TreeWalk {
    private final SourceTree tree;
    private final @Nullable Glob include;
    private final List<SelectedEntry> found = new ArrayList<>();

    /**
     * Prepares a walk.
     *
     * @param include takes only what matches, relative to where the walk starts, with all below it
     *     and the directories on the way; null takes everything
     */
    TreeWalk(SourceTree tree, @Nullable Glob include) {
        this.tree = tree;
        this.include = include;
    }

    /**
     * Walks a directory.
     *
     * @param start its path in the tree, links followed
     */
    List<SelectedEntry> run(String start, IgnoreFile excludes) throws IOException {
        IgnoreFile.Directory ignored = tree.ignore().root();
        for (String component : RootPath.components(start)) {
            ignored = ignored.enter(component);
        }
        try (Directory directory = tree.root().resolve(start)) {
            Place place = new Place(start, "", ignored, excludes.root(), include == null);
            walk(directory, place, excludes);
        }
        return found;
    }

    /** Where the walk is: paths, the rules met on the way, and whether all below is included. */
    private record Place(
            String path,
            String target,
            IgnoreFile.Directory ignored,
            IgnoreFile.Directory excluded,
            boolean all) {
        Place enter(String name, boolean included) {
            return new Place(
                    RootPath.join(path, name),
                    RootPath.join(target, name),
                    ignored.enter(name),
                    excluded.enter(name),
                    all || included);
        }
    }

    private void walk(Directory directory, Place place, IgnoreFile excludes) throws IOException {
        for (DirectoryEntry entry : directory.entries()) {
            // Sockets are of their process, not of the tree; no layer can hold one.
            if (entry.type() == FileType.SOCKET) {
                continue;
            }
            String name = entry.name();
            boolean out = place.ignored().ignores(name) || place.excluded().ignores(name);
            String target = RootPath.join(place.target(), name);
            boolean included = place.all() || include == null || include.matches(target);
            if (entry.type() == FileType.DIRECTORY) {
                if (mayHold(place, name, out, included, excludes)) {
                    directory(directory, place.enter(name, included), out || !included, excludes);
                }
            } else if (!out && included) {
                add(directory, place, name);
            }
        }
    }

    private boolean mayHold(
            Place place, String name, boolean out, boolean included, IgnoreFile excludes) {
        String path = RootPath.join(place.path(), name);
        String target = RootPath.join(place.target(), name);
        if (!included && include != null && !include.mayMatchBelow(target)) {
            return false;
        }
        if (!out) {
            return true;
        }
        // Both rules must let something through: one that ignores for good ends it here.
        boolean byIgnore = place.ignored().ignores(name) && !tree.ignore().mayReinclude(path);
        boolean byExclude = place.excluded().ignores(name) && !excludes.mayReinclude(target);
        return !byIgnore && !byExclude;
    }

    private void directory(Directory parent, Place place, boolean passage, IgnoreFile excludes)
            throws IOException {
        String name = RootPath.nameOf(place.path());
        Stat stat = parent.statOrNull(name);
        if (stat == null || !stat.isDirectory()) {
            throw changed(place.path());
        }
        int at = found.size();
        found.add(new SelectedEntry(place.path(), place.target(), stat, "", passage));
        try (Directory below = parent.openDirectory(name)) {
            walk(below, place, excludes);
        }
        if (passage && found.size() == at + 1) {
            found.removeLast();
        }
    }

    private void add(Directory directory, Place place, String name) throws IOException {
        String path = RootPath.join(place.path(), name);
        Stat stat = directory.statOrNull(name);
        if (stat == null) {
            throw changed(path);
        }
        String link = stat.isSymlink() ? directory.readLink(name) : "";
        found.add(new SelectedEntry(path, RootPath.join(place.target(), name), stat, link, false));
    }

    static CopyException changed(String path) {
        return new CopyException(
                "\"" + path + "\" changed while the build read it; run the build again");
    }
}
