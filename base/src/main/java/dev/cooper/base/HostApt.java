package dev.cooper.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What this machine's apt is configured with. On a machine without apt every list is empty.
 *
 * @param root the file system it was read from
 * @param sources the enabled sources of binary packages, in the order apt reads them
 * @param settings the lines of {@code apt-config dump}, scalar values only
 * @param osRelease the fields of /etc/os-release
 */
record HostApt(
        Path root,
        List<AptSource> sources,
        Map<String, String> settings,
        Map<String, String> osRelease) {
    /** A damaged apt-config must not hang the command; it normally takes 10 ms. */
    private static final long CONFIG_SECONDS = 20;

    HostApt {
        sources = List.copyOf(sources);
        settings = Map.copyOf(settings);
        osRelease = Map.copyOf(osRelease);
    }

    /** Reads the configuration of this machine. */
    static HostApt ofThisMachine() throws IOException {
        return read(Path.of("/"), dumpConfig());
    }

    /**
     * Reads the configuration below a directory.
     *
     * @param root the directory that stands for {@code /}
     * @param settings what apt-config says
     */
    static HostApt read(Path root, Map<String, String> settings) throws IOException {
        List<AptSource> sources = new ArrayList<>();
        Path etc = root.resolve("etc/apt");
        Path list = etc.resolve("sources.list");
        if (Files.isReadable(list)) {
            sources.addAll(AptSource.parseList(Files.readString(list), list.toString()));
        }
        for (Path file : sorted(etc.resolve("sources.list.d"))) {
            String name = file.getFileName().toString();
            if (name.endsWith(".list")) {
                sources.addAll(AptSource.parseList(Files.readString(file), file.toString()));
            } else if (name.endsWith(".sources")) {
                sources.addAll(AptSource.parseStanzas(Files.readAllBytes(file), file.toString()));
            }
        }
        return new HostApt(root, sources, settings, osRelease(root));
    }

    private static List<Path> sorted(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory);
                Stream<Path> readable = StreamSupport.stream(files.spliterator(), false)) {
            return readable.filter(Files::isReadable)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> osRelease(Path root) throws IOException {
        Map<String, String> fields = new HashMap<>();
        Path file = root.resolve("etc/os-release");
        if (!Files.isReadable(file)) {
            return fields;
        }
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = line.substring(equals + 1).strip();
                boolean quoted =
                        value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"));
                fields.put(
                        line.substring(0, equals).strip(),
                        quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return fields;
    }

    private static Map<String, String> dumpConfig() throws IOException {
        Process process;
        try {
            process =
                    new ProcessBuilder("apt-config", "dump")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return Map.of(); // no apt here
        }
        try {
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(CONFIG_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Map.of();
            }
            return parseConfig(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("asking apt-config for its settings: interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads what {@code apt-config dump} prints. */
    static Map<String, String> parseConfig(String text) {
        Map<String, String> settings = new HashMap<>();
        for (String line : text.lines().toList()) {
            int open = line.indexOf(" \"");
            int close = line.lastIndexOf("\";");
            if (open > 0 && close > open + 1) {
                settings.put(line.substring(0, open), line.substring(open + 2, close));
            }
        }
        return settings;
    }

    /** Returns the code name of the running system when it is Debian. */
    Optional<String> debianCodename() {
        return "debian".equals(osRelease.get("ID"))
                ? Optional.ofNullable(osRelease.get("VERSION_CODENAME"))
                : Optional.empty();
    }

    /** Returns whether a setting is on; apt's own default stands for a missing one. */
    boolean isOn(String setting, boolean missing) {
        String value = settings.get(setting);
        return (value == null || value.isEmpty()) ? missing : AptSource.isYes(value);
    }
}
