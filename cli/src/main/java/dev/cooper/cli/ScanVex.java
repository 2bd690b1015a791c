package dev.cooper.cli;

import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --vex} of a scan means. */
final class ScanVex {
    private ScanVex() {}

    /**
     * Documents, and directories of VEX repositories, in the order they are given.
     *
     * @param images what is scanned, where that is images
     * @param directory where relative names begin
     * @param cache where copies of VEX repositories are
     */
    static List<Path> files(
            ScanImages images, ScanSettings settings, Path directory, Path cache, Terminal terminal)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (String each : settings.list("vex")) {
            switch (each) {
                case "repo" -> files.addAll(repositories(settings, cache, terminal));
                case "oci" ->
                        files.addAll(
                                new VexAttestations(images, settings, cache, terminal).files());
                default -> files.add(directory.resolve(each));
            }
        }
        return files;
    }

    private static List<Path> repositories(ScanSettings settings, Path cache, Terminal terminal)
            throws IOException {
        Path list = VexRepositoryEntry.file(cache, terminal.environment());
        VexDownloads downloads = new VexDownloads(cache);
        boolean isOffline = settings.isOn("skip-vex-repo-update") || settings.isOn("offline-scan");
        List<Path> directories = new ArrayList<>();
        for (VexRepositoryEntry each : VexRepoCommand.enabled(list)) {
            directories.add(downloads.documents(each, isOffline, terminal));
        }
        return directories;
    }
}
