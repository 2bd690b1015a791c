package dev.cooper.trust.notary;

import dev.cooper.oci.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The changes of one repository that wait for being published, each a file. */
public final class ChangeList {
    private static final String END = ".change";

    private final Path directory;

    ChangeList(Path directory) {
        this.directory = directory;
    }

    /** All changes, the oldest first. */
    public List<Change> list() throws IOException {
        List<Change> all = new ArrayList<>();
        for (Path file : files()) {
            all.add(Change.parse(Files.readAllBytes(file), file.toString()));
        }
        return all;
    }

    private List<Path> files() {
        return TrustDirectory.list(directory, END);
    }

    /** Adds a change. */
    public void add(Change change) throws IOException {
        Instant now = Clock.systemUTC().instant();
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        String number = String.valueOf(nanos);
        String name = "0".repeat(20 - number.length()) + number + "_" + UUID.randomUUID() + END;
        TrustDirectory.write(directory.resolve(name), Json.write(change.toMap()));
    }

    /** Removes all changes. */
    public void clear() throws IOException {
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
    }

    /** Removes some changes by their places in the list, from 0 on. */
    public void remove(List<Integer> places) throws IOException {
        List<Path> files = files();
        for (int place : places) {
            if (place < 0 || place >= files.size()) {
                throw new dev.cooper.oci.SyntaxException(
                        "there is no change " + place + "; there are " + files.size());
            }
        }
        for (int place : places) {
            Files.deleteIfExists(files.get(place));
        }
    }
}
