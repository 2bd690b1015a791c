package dev.cooper.store;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The directories of a store.
 *
 * @param path the directory of the OCI layout, absolute
 */
record Home(Path path) {
    static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private static final String LAYOUT_FILE = "oci-layout";

    /** What a killed process that began to make a store, a registry, or mkfs may have left. */
    private static final List<String> OWN =
            List.of("cooper", "blobs", "index.json", "registry", "lost+found");

    static Path byEnvironment(Map<String, String> environment) {
        String home = environment.getOrDefault("COOPER_HOME", "");
        if (!home.isEmpty()) {
            return Path.of(home).toAbsolutePath().normalize();
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        if (data.startsWith("/")) { // the specification wants relative ones ignored
            return Path.of(data, "cooper").normalize();
        }
        String user = environment.getOrDefault("HOME", "");
        if (user.isEmpty()) {
            user = System.getProperty("user.home", "/");
        }
        return Path.of(user, ".local", "share", "cooper").toAbsolutePath().normalize();
    }

    static Home open(Path directory) throws IOException {
        Home home = new Home(directory.toAbsolutePath().normalize());
        boolean exists;
        try {
            exists = home.isLayout();
        } catch (IOException e) {
            throw Disk.explain("opening the store " + home.path, e);
        }
        if (!exists) {
            try {
                home.create();
            } catch (IOException e) {
                throw Disk.explain("making the store " + home.path, e);
            }
        }
        return home;
    }

    Path blobs() {
        return path.resolve("blobs");
    }

    Path index() {
        return path.resolve("index.json");
    }

    Path directory(String name) {
        return path.resolve("cooper").resolve(name);
    }

    Path temporary() {
        return directory("tmp");
    }

    Path lock(String name) {
        return directory("locks").resolve(name);
    }

    private boolean isLayout() throws IOException {
        return checkLayout(path.resolve(LAYOUT_FILE)) && Files.isDirectory(temporary());
    }

    /** Tells whether the file is there; refuses versions that are not known. */
    static boolean checkLayout(Path file) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return false;
        }
        String version;
        try {
            version = JsonObject.parse(content, file.toString()).string("imageLayoutVersion");
        } catch (SyntaxException e) {
            throw new StoreException(
                    "reading "
                            + file
                            + ": the file is damaged ("
                            + e.getMessage()
                            + "); write "
                            + LAYOUT
                            + " into it",
                    e);
        }
        if (!version.startsWith("1.")) {
            throw new StoreException(
                    "reading " + file + ": OCI layout version is " + version + ", want 1.0.0");
        }
        return true;
    }

    private void create() throws IOException {
        refuseForeignDirectory();
        Disk.createPrivateDirectory(path);
        Disk.createPrivateDirectory(path.resolve("cooper"));
        Files.createDirectories(temporary());
        Files.createDirectories(directory("locks"));
        Files.createDirectories(blobs().resolve("sha256"));
        new IndexFile(index(), temporary(), LockFile.at(lock("index.lock"))).update(list -> list);
        // last, as it says that all the rest is there
        Path layout = path.resolve(LAYOUT_FILE);
        if (!Files.exists(layout)) {
            Disk.replace(
                    layout,
                    temporary().resolve(Disk.freshName("index-")),
                    LAYOUT.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void refuseForeignDirectory() throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(LAYOUT_FILE))) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                if (!OWN.contains(file.getFileName().toString())) {
                    throw new StoreException(
                            "making the store "
                                    + path
                                    + ": the directory holds other things ("
                                    + file.getFileName()
                                    + "); choose an empty one");
                }
            }
        }
    }
}
