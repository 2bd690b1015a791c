package dev.cooper.scan.vex;

import com.github.packageurl.PackageURL;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory of VEX documents with an index of the packages they are about (VEX Repository
 * Specification 0.1). Documents are read when a package asks for them.
 */
final class VexRepository implements VexSource {
    private static final String INDEX = "index.json";

    private final Path root;
    private final Map<String, String> locations;
    private final Map<String, VexFile> read = new HashMap<>();

    private VexRepository(Path root, Map<String, String> locations) {
        this.root = root;
        this.locations = locations;
    }

    /**
     * Opens a directory with an index, or one with a directory for each version of the layout.
     *
     * @throws SyntaxException when there is no index, or it is none
     */
    static VexRepository open(Path directory) throws IOException {
        Path root = root(directory);
        Path index = root.resolve(INDEX);
        Map<String, String> locations = new HashMap<>();
        try {
            Tree document = JsonDocument.parse(Files.readAllBytes(index));
            if (!document.at("packages").isPresent()) {
                throw new SyntaxException("it has no packages");
            }
            for (Tree each : document.at("packages").items()) {
                Optional<PurlPattern> id = PurlPattern.of(each.text("id"));
                id.ifPresent(pattern ->
                        locations.putIfAbsent(key(pattern.wanted()), each.text("location")));
            }
        } catch (SyntaxException e) {
            throw new SyntaxException(
                    "%s: it is no index of a VEX repository: %s".formatted(index, e.getMessage()),
                    e);
        }
        return new VexRepository(root, locations);
    }

    private static Path root(Path directory) throws IOException {
        if (Files.isRegularFile(directory.resolve(INDEX))) {
            return directory;
        }
        try (Stream<Path> children = Files.list(directory)) {
            Optional<Path> newest =
                    children.filter(each -> Files.isRegularFile(each.resolve(INDEX)))
                            .max(Path::compareTo);
            return newest.orElseThrow(() ->
                    new SyntaxException(
                            directory
                                    + ": a VEX repository has an index.json; this has"
                                    + " none"));
        }
    }

    @Override
    public List<VexFile> about(Target target) throws IOException {
        List<VexFile> files = new ArrayList<>();
        for (List<PackageURL> purls : List.of(target.packages(), target.images())) {
            for (PackageURL purl : purls) {
                String location = locations.get(key(purl));
                if (location != null) {
                    files.add(document(location));
                }
            }
        }
        return files;
    }

    private VexFile document(String location) throws IOException {
        VexFile known = read.get(location);
        if (known == null) {
            Path file = root.resolve(location).normalize();
            boolean isInside =
                    file.startsWith(root.normalize())
                            && file.toRealPath().startsWith(root.toRealPath());
            if (!isInside) {
                throw new SyntaxException(
                        "%s: the location \"%s\" is outside the repository"
                                .formatted(root.resolve(INDEX), location));
            }
            known = VexFile.read(file);
            read.put(location, known);
        }
        return known;
    }

    /** Type, namespace and name. */
    private static String key(PackageURL purl) {
        String namespace = purl.getNamespace();
        return purl.getType() + "/" + (namespace == null ? "" : namespace + "/") + purl.getName();
    }
}
