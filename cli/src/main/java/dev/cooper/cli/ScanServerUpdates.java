package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.feed.Databases;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Keeps the database of a scan server up to date by itself.
 *
 * @param references where it is, the first that has it counts; empty when somebody else does it
 * @param insecure whether registries may use plain HTTP or any certificate
 */
record ScanServerUpdates(
        Path directory, List<String> references, boolean insecure, Terminal terminal) {
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int KEPT = 3;

    ScanServerUpdates {
        references = List.copyOf(references);
    }

    /**
     * Fetches what is newer.
     *
     * @throws IOException when there is no database, and none can be had
     */
    void bring() throws IOException {
        if (references.isEmpty()) {
            return;
        }
        try (Remote remote = new Remote(terminal, insecure)) {
            terminal.error(
                    "cooper: advisory database: "
                            + DbUpdateCommand.update(
                                    references, remote, directory, KEPT, terminal));
        } catch (IOException e) {
            if (!Databases.isIn(directory)) {
                throw e;
            }
            terminal.error(
                    "cooper: warning: the advisory database stays as it is: " + e.getMessage());
        }
    }

    /** Does so once an hour from now on, in a thread that ends with the process. */
    void bringEveryHour() {
        if (!references.isEmpty()) {
            Thread.ofVirtual().start(this::repeat);
        }
    }

    private void repeat() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                try {
                    bring();
                } catch (IOException | RuntimeException e) {
                    terminal.error("cooper: warning: " + e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
