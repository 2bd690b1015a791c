package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the distribution project's registry, Docker's registry of old. */
final class DistributionStore implements ForeignStore {
    private final Path root;

    DistributionStore(Path root) {
        this.root = root;
    }

    @Override
    public List<String> repositories() throws IOException {
        List<String> names = new ArrayList<>();
        collect(root.resolve("repositories"), "", names);
        names.sort(null);
        return names;
    }

    private static void collect(Path directory, String prefix, List<String> names)
            throws IOException {
        for (Path child : children(directory)) {
            String name = String.valueOf(child.getFileName());
            if (name.equals("_manifests")) {
                names.add(prefix);
            } else if (!name.startsWith("_")) {
                collect(child, prefix.isEmpty() ? name : prefix + "/" + name, names);
            }
        }
    }

    @Override
    public Contents contents(String repository) throws IOException {
        Path manifests = root.resolve("repositories").resolve(repository).resolve("_manifests");
        Map<Digest, String> found = new LinkedHashMap<>();
        for (Path algorithm : children(manifests.resolve("revisions"))) {
            for (Path revision : children(algorithm)) {
                // A deleted manifest keeps its directory and loses the link in it.
                if (Files.exists(revision.resolve("link"))) {
                    found.put(Digest.parse(link(revision.resolve("link"))), "");
                }
            }
        }
        Map<String, Digest> tags = new LinkedHashMap<>();
        for (Path tag : children(manifests.resolve("tags"))) {
            Path link = tag.resolve("current/link");
            if (Files.exists(link)) {
                tags.put(String.valueOf(tag.getFileName()), Digest.parse(link(link)));
            }
        }
        return new Contents(found, tags);
    }

    private static String link(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return Digest.parse(text).toString();
        } catch (SyntaxException e) {
            throw new IOException(file + ": it has no digest in it; delete it", e);
        }
    }

    @Override
    public Path file(String repository, Digest digest) {
        return root.resolve("blobs")
                .resolve(digest.algorithm().id())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex())
                .resolve("data");
    }

    /** The directories in a directory; none when it is not there. */
    static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream =
                    Files.newDirectoryStream(directory, Files::isDirectory)) {
                stream.forEach(children::add);
            }
        }
        return children;
    }
}
