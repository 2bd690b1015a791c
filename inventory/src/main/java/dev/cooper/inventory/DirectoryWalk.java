package dev.cooper.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Shows the files of a directory to an audience. No symbolic link is followed, so nothing is seen
 * twice, and nothing outside. What cannot be read is named and passed over.
 */
final class DirectoryWalk {
    private static final int MOST_FILES = 10_000_000;
    private static final long LARGEST_NEIGHBOUR = 16 << 20;

    private final Path root;
    private final List<Glob> skipDirectories;
    private final List<Glob> skipFiles;
    private final Audience audience;
    private final List<String> files = new ArrayList<>();
    private final LinkCircles links = new LinkCircles();

    DirectoryWalk(Path root, DirectoryOptions options, Audience audience) {
        this.root = root;
        this.skipDirectories = options.skipDirectories().stream().map(Glob::new).toList();
        this.skipFiles = options.skipFiles().stream().map(Glob::new).toList();
        this.audience = audience;
    }

    LayerInventory read() throws IOException {
        Deque<String> directories = new ArrayDeque<>();
        directories.add("");
        while (!directories.isEmpty()) {
            String directory = directories.removeFirst();
            List<Path> entries;
            try {
                entries = entries(directory);
            } catch (IOException e) {
                if (directory.isEmpty()) {
                    throw e;
                }
                warn(directory, e);
                continue;
            }
            List<String> inner = new ArrayList<>();
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                look(entry, directory.isEmpty() ? name : directory + "/" + name, inner);
            }
            inner.reversed().forEach(directories::addFirst);
        }
        links.warn(audience.findings());
        PathSet none = PathSet.of(List.of());
        return LayerInventory.of(audience, PathSet.of(files), none, none);
    }

    private List<Path> entries(String directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(directory))) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    private void look(Path entry, String path, List<String> directories) throws IOException {
        PosixFileAttributes attributes;
        try {
            attributes =
                    Files.readAttributes(
                            entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            warn(path, e);
            return;
        }
        if (attributes.isDirectory()) {
            if (skipDirectories.stream().noneMatch(glob -> glob.matches(path))) {
                directories.add(path);
            }
            return;
        }
        if (skipFiles.stream().anyMatch(glob -> glob.matches(path))) {
            return;
        }
        if (files.size() >= MOST_FILES) {
            throw new IOException(
                    "reading " + root + ": it holds more than " + MOST_FILES + " files");
        }
        files.add(path);
        if (attributes.isSymbolicLink()) {
            try {
                links.add(path, Files.readSymbolicLink(entry).toString());
            } catch (IOException e) {
                warn(path, e);
            }
        }
        if (attributes.isRegularFile()) {
            Candidate file =
                    new Candidate(
                            path,
                            path.substring(path.lastIndexOf('/') + 1),
                            attributes.size(),
                            isExecutable(attributes));
            try (InputStream content = Files.newInputStream(entry, LinkOption.NOFOLLOW_LINKS)) {
                audience.show(file, content, new Neighbours(path, this::neighbour));
            } catch (IOException e) {
                warn(path, e);
            }
        }
    }

    /** A file beside another one, unless a link leads to it. */
    private Optional<byte[]> neighbour(String path) {
        try {
            Path file = root.resolve(path);
            boolean isHere = file.toRealPath().equals(root.toRealPath().resolve(path));
            return isHere && Files.isRegularFile(file) && Files.size(file) <= LARGEST_NEIGHBOUR
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty(); // which is also said of a file that is not there
        }
    }

    private static boolean isExecutable(PosixFileAttributes attributes) {
        return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE)
                || attributes.permissions().contains(PosixFilePermission.GROUP_EXECUTE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    private void warn(String path, IOException e) {
        audience.findings().warn(path + ": it cannot be read (" + e.getMessage() + ")");
    }
}
