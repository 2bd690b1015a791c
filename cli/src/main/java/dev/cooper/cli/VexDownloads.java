package dev.cooper.cli;

import dev.cooper.build.copy.HttpSource;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.GoDuration;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.vex.VexArchive;
import dev.cooper.scan.vex.VexManifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies of VEX repositories. Each copy is a directory named by its archive's digest that never
 * changes; a small file says which is the newest, so that a scan can read while another fetches.
 */
final class VexDownloads {
    private static final long LARGEST = 1L << 30;
    private static final Duration USUALLY = Duration.ofDays(1);
    private static final Duration SOONEST = Duration.ofHours(1);
    private static final String STATE = "state.json";

    private final Path directory;

    /**
     * @param cache where databases and what is known of layers is kept, too
     */
    VexDownloads(Path cache) {
        this.directory = cache.resolve("vex").resolve("repositories");
    }

    /**
     * What is there of a repository.
     *
     * @param copy its documents
     * @param next when to ask for newer ones
     */
    private record State(Path copy, Instant next) {}

    /**
     * The documents of a repository, fetched when there are none yet, or when it is time.
     *
     * @param isOffline whether to take what is there
     */
    Path documents(VexRepositoryEntry entry, boolean isOffline, Terminal terminal)
            throws IOException {
        Optional<State> state = state(entry);
        if (state.isPresent() && (isOffline || Instant.now().isBefore(state.get().next))) {
            return state.get().copy;
        }
        if (isOffline) {
            throw new SyntaxException(
                    "there is no copy of the VEX repository "
                            + entry.name()
                            + ": fetch one with 'cooper vex repo download'");
        }
        try {
            return fetch(entry);
        } catch (IOException | SyntaxException e) {
            if (state.isEmpty()) {
                throw e;
            }
            terminal.error("warning: the VEX repository stays as it is: " + e.getMessage());
            return state.get().copy;
        }
    }

    /** Fetches the newest documents of a repository. */
    Path fetch(VexRepositoryEntry entry) throws IOException {
        Path home = Files.createDirectories(directory.resolve(entry.name()));
        Map<String, String> secrets =
                entry.authorization().isEmpty()
                        ? Map.of()
                        : Map.of(
                                "HTTP_AUTH_HEADER_" + entry.url().getHost(), entry.authorization());
        try (HttpSource source = new HttpSource(home.resolve("fetched"), secrets, LARGEST)) {
            VexManifest manifest;
            try {
                manifest = VexManifest.parse(Files.readAllBytes(get(source, entry.manifest())));
            } catch (SyntaxException e) {
                throw new SyntaxException(entry.manifest() + ": " + e.getMessage(), e);
            }
            List<String> failures = new ArrayList<>();
            for (VexManifest.Location location : manifest.locations()) {
                try {
                    Path copy = copy(home, get(source, location.url()), location.directory());
                    remember(home, copy, interval(manifest));
                    return copy;
                } catch (IOException | SyntaxException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
            throw new IOException(
                    "the VEX repository " + entry.name() + ": " + String.join("; ", failures));
        }
    }

    private static Path get(HttpSource source, String url) throws IOException {
        HttpSource.Download got =
                source.fetch(VexRepositoryEntry.url(url).toString(), Optional.empty());
        return Path.of(got.directory(), got.fileName());
    }

    private static Path copy(Path home, Path archive, String within) throws IOException {
        // The name of a fetched file is its digest.
        Path copy = home.resolve("copy-" + archive.getFileName());
        if (Files.isDirectory(copy)) {
            return copy;
        }
        Path fresh = Files.createTempDirectory(home, ".new-");
        try {
            VexArchive.unpack(archive, within, fresh);
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(fresh);
        }
        return copy;
    }

    private static Duration interval(VexManifest manifest) {
        try {
            Duration said =
                    manifest.updateInterval().isEmpty()
                            ? USUALLY
                            : GoDuration.parse(manifest.updateInterval());
            return said.compareTo(SOONEST) < 0 ? SOONEST : said;
        } catch (UsageException e) {
            return USUALLY;
        }
    }

    private static void remember(Path home, Path copy, Duration interval) throws IOException {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("copy", copy.getFileName().toString());
        state.put("next", Instant.now().plus(interval).toString());
        Path fresh = Files.createTempFile(home, ".new-", "");
        Files.write(fresh, Json.write(state));
        Files.move(fresh, home.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
        // The one before may still be read by a scan that has begun.
        List<Path> older;
        try (Stream<Path> all = Files.list(home)) {
            older =
                    all.filter(each -> each.getFileName().toString().startsWith("copy-"))
                            .filter(each -> !each.equals(copy))
                            .sorted(Comparator.comparing(VexDownloads::time).reversed())
                            .skip(1)
                            .toList();
        }
        for (Path each : older) {
            remove(each);
        }
    }

    private static Instant time(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private Optional<State> state(VexRepositoryEntry entry) throws IOException {
        Path home = directory.resolve(entry.name());
        try {
            if (Json.parse(Files.readAllBytes(home.resolve(STATE))) instanceof Map<?, ?> state
                    && state.get("copy") instanceof String name
                    && state.get("next") instanceof String next
                    && Files.isDirectory(home.resolve(name))) {
                return Optional.of(new State(home.resolve(name), Instant.parse(next)));
            }
        } catch (NoSuchFileException | SyntaxException | DateTimeException e) {
            // as good as none
        }
        // A copy that Trivy has made is in the directory of the version.
        Path trivy = home.resolve("0.1");
        return Files.isRegularFile(trivy.resolve("index.json"))
                ? Optional.of(new State(trivy, Instant.EPOCH))
                : Optional.empty();
    }
}
