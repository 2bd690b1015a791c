package dev.cooper.build.copy;

import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * Copies selected files into a root, as COPY and ADD do. The root is trusted with nothing: links in
 * it lead nowhere else. Several selections go in one after another; use by one thread.
 */
public final class CopyOperation {
    private final Target target;
    private final CopyOptions options;
    private final String destination;
    private final TreeCopier trees;
    private @Nullable String namedFile;

    /**
     * Prepares a copy.
     *
     * @param root gets the files; stays the caller's to close
     * @param accounts the root whose {@code /etc/passwd} and {@code /etc/group} tell the names of
     *     {@code --chown}; mostly the same, but not for {@code --link}, which copies into an empty
     *     root
     * @param destination absolute path; a slash at its end says that it is a directory
     * @throws CopyException when an option cannot be read or names nobody
     */
    public CopyOperation(
            Directory root, Directory accounts, String destination, CopyOptions options)
            throws IOException {
        this.target = new Target(root, accounts, options);
        this.options = options;
        this.destination = destination;
        this.trees = new TreeCopier(target);
    }

    /**
     * Copies.
     *
     * @throws CopyException when source and destination do not go together, or a source changed
     *     since it was selected
     */
    public void run(Selection selection) throws IOException {
        for (Picked picked : selection.picked()) {
            switch (picked) {
                case Picked.Files files -> copyFiles(files);
                case Picked.Inline inline -> copyInline(inline);
                case Picked.Download download -> copyDownload(download.file());
            }
        }
        target.settle();
    }

    /** What was left out without being an error, one sentence each; empty mostly. */
    public List<String> notes() {
        return target.notes();
    }

    private void copyFiles(Picked.Files files) throws IOException {
        switch (files.shape()) {
            case CONTENT, WITH_PARENTS -> {
                if (files.shape() == Picked.Shape.CONTENT || !files.entries().isEmpty()) {
                    trees.copy(files, target.ensureDirectory(destination));
                }
            }
            case SINGLE -> copySingle(files);
        }
    }

    private void copySingle(Picked.Files files) throws IOException {
        SelectedEntry entry = files.entries().getFirst();
        try (Directory parent = files.tree().root().resolve(RootPath.parentOf(entry.path()))) {
            String name = RootPath.nameOf(entry.path());
            boolean archive =
                    options.unpack()
                            && entry.stat().isFile()
                            && ArchiveExtraction.isArchive(parent, name);
            if (archive) {
                String place = target.ensureDirectory(destination);
                new ArchiveExtraction(target, place).extract(parent, name, entry.path());
                return;
            }
            Place place = place(files.name());
            try (Directory to = target.root().resolve(place.parent())) {
                trees.copyEntry(files.tree(), parent, to, place.path(), entry);
            }
        }
    }

    private void copyInline(Picked.Inline inline) throws IOException {
        Place place = place(inline.name());
        try (Directory to = target.root().resolve(place.parent())) {
            target.makeRoom(to, place.name(), place.path(), "<<" + inline.name());
            try (OutputStream out = to.create(place.name(), 0600)) {
                out.write(inline.content().toArray());
            }
            target.finish(to, place.name(), target.changed(own(0644)));
        }
    }

    private void copyDownload(HttpSource.Download file) throws IOException {
        try (Directory from = Directory.open(file.directory())) {
            if (options.unpack() && ArchiveExtraction.isArchive(from, file.fileName())) {
                String place = target.ensureDirectory(destination);
                new ArchiveExtraction(target, place).extract(from, file.fileName(), file.url());
                return;
            }
            Place place = place(downloadName(file));
            try (Directory to = target.root().resolve(place.parent())) {
                target.makeRoom(to, place.name(), place.path(), file.url());
                from.copyFile(file.fileName(), to, place.name(), 0600);
                Attributes plain = own(0600);
                target.finish(
                        to,
                        place.name(),
                        target.changed(
                                new Attributes(
                                        plain.type(),
                                        plain.mode(),
                                        0,
                                        0,
                                        plain.xattrs(),
                                        file.lastModified(),
                                        0)));
            }
        }
    }

    private String downloadName(HttpSource.Download file) throws IOException {
        if (file.name().isEmpty()
                && (destination.endsWith("/")
                        || RootPath.follow(target.root(), destination).isDirectory())) {
            throw new CopyException(
                    "cannot tell a file name from "
                            + file.url()
                            + "; end the destination with"
                            + " one");
        }
        return file.name();
    }

    private Attributes own(int mode) {
        Instant now = target.now();
        return new Attributes(
                FileType.FILE,
                mode,
                0,
                0,
                Collections.emptySortedMap(),
                now.getEpochSecond(),
                now.getNano());
    }

    /** Where a single file goes; all but the last component exist and are no links. */
    private record Place(String parent, String name) {
        String path() {
            return RootPath.join(parent, name);
        }
    }

    private Place place(String name) throws IOException {
        RootPath found = RootPath.follow(target.root(), destination);
        if (destination.endsWith("/") || found.isDirectory()) {
            return new Place(target.ensureDirectory(destination), name);
        }
        String taken = namedFile;
        if (taken != null) {
            throw new CopyException(
                    "cannot copy both \""
                            + taken
                            + "\" and \""
                            + name
                            + "\" to the file \""
                            + destination
                            + "\"; end the destination with a slash to make it a"
                            + " directory");
        }
        namedFile = name;
        return new Place(target.ensureDirectory(found.parent()), found.name());
    }
}
