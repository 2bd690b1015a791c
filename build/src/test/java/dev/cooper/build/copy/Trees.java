package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.linux.Directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A context and a root in a temporary directory, made by shell scripts and compared as text. */
final class Trees implements AutoCloseable {
    private final Path base;
    private final Directory context;
    private final Directory root;

    Trees(Path base) throws IOException {
        this.base = base;
        context = Directory.open(Files.createDirectories(base.resolve("context")).toString());
        root = Directory.open(Files.createDirectories(base.resolve("root")).toString());
    }

    Directory context() {
        return context;
    }

    Directory root() {
        return root;
    }

    Path rootPath() {
        return base.resolve("root");
    }

    Path contextPath() {
        return base.resolve("context");
    }

    Trees context(String script) throws IOException, InterruptedException {
        shell(contextPath(), script);
        return this;
    }

    Trees root(String script) throws IOException, InterruptedException {
        shell(rootPath(), script);
        return this;
    }

    static String shell(Path directory, String script) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-e", "-c", "umask 022\n" + script)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    Selection select(String... paths) throws IOException {
        return sources().select(List.of(paths), false, List.of());
    }

    Sources sources(String... ignore) {
        return Sources.ofContext(context, IgnoreFile.of(List.of(ignore)), null);
    }

    Trees copy(String destination, String... paths) throws IOException {
        return copy(select(paths), destination, CopyOptions.PLAIN);
    }

    Trees copy(Selection selection, String destination, CopyOptions options) throws IOException {
        CopyOptions asRun = options.withIgnoreOwnership(!isRoot());
        new CopyOperation(root, root, destination, asRun).run(selection);
        return this;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** All paths of the root with type and content: {@code d}, {@code f:text}, {@code l:target}. */
    Map<String, String> tree() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(rootPath())) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (!path.equals(rootPath())) {
                    found.put(rootPath().relativize(path).toString(), describe(path));
                }
            }
        }
        return found;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "l:" + Files.readSymbolicLink(path);
        }
        if (Files.isDirectory(path)) {
            return "d";
        }
        return Files.isRegularFile(path) ? "f:" + Files.readString(path).strip() : "special";
    }

    String stat(String format, String path) throws IOException, InterruptedException {
        return shell(rootPath(), "stat -c '" + format + "' " + path).strip();
    }

    @Override
    public void close() {
        context.close();
        root.close();
    }
}
