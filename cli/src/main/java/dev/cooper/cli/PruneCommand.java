package dev.cooper.cli;

import dev.cooper.build.BuildCache;
import dev.cooper.cli.format.Amount;
import dev.cooper.cli.format.Moment;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.CachedLayers;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper prune} and {@code cooper builder prune}: frees what can be made again. */
final class PruneCommand implements Command {
    private final boolean images;

    /** With images ({@code cooper prune}) or the build cache alone. */
    PruneCommand(boolean images) {
        this.images = images;
    }

    @Override
    public Usage usage() {
        Usage usage =
                images
                        ? Usage.of(
                                "cooper prune [OPTIONS]",
                                "Remove dangling images and the build cache")
                        : Usage.of("cooper builder prune [OPTIONS]", "Remove build cache");
        String all =
                images ? "Remove all images and empty cache mounts too" : "Empty cache mounts too";
        return usage.flag("all", 'a', all)
                .list("filter", 0, "filter", "Provide filter values (e.g. \"until=24h\")")
                .flag("force", 'f', "Do not prompt for confirmation")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Instant now = Instant.now();
        LocalStore store = Images.openStore(terminal);
        boolean all = options.isOn("all");
        List<String> filters = options.values("filter");
        Optional<Instant> until = until(filters, now);
        ImageFilter filter = ImageFilter.parse(filters, ImagePruneCommand.FILTERS, store, now);
        if (!options.isOn("force") && !Confirmation.ask(terminal, warning(all))) {
            return 0;
        }
        long freed = images ? ImagePruneCommand.prune(store, all, filter, terminal) : 0;
        try (Snapshots snapshots = Snapshots.open(store.home(), SnapshotOptions.DEFAULT)) {
            // a label says nothing about a step: then only images are meant
            if (until.isPresent() || filters.isEmpty()) {
                freed += pruneCache(new BuildCache(store, snapshots), until, all, terminal);
            }
        }
        if (images && (until.isPresent() || filters.isEmpty())) {
            CachedLayers.Usage removed =
                    DfCommand.inventories(terminal).removeUnusedSince(until.orElse(Instant.MAX));
            if (removed.layers() > 0) {
                terminal.println("Deleted inventories of layers: " + removed.layers() + "\n");
            }
            freed += removed.bytes();
        }
        terminal.println("Total reclaimed space: " + Amount.size(freed, 4));
        return 0;
    }

    private String warning(boolean all) {
        List<String> what = new ArrayList<>();
        if (images) {
            what.add(all ? "  - all images" : "  - all dangling images");
        }
        what.add("  - build cache that no running build uses");
        if (images) {
            what.add("  - what scans know of layers");
        }
        if (all) {
            what.add("  - the content of cache mounts");
        }
        return "This will remove:\n" + String.join("\n", what) + "\n";
    }

    private static long pruneCache(
            BuildCache cache, Optional<Instant> until, boolean mounts, Terminal terminal)
            throws IOException {
        BuildCache.Pruned pruned = cache.prune(until, mounts);
        if (!pruned.removed().isEmpty()) {
            terminal.println("Deleted build cache objects:");
            terminal.println(String.join("\n", pruned.removed()) + "\n");
        }
        if (pruned.kept() > 0) {
            terminal.error("cooper: " + pruned.kept() + " objects stay: a running build uses them");
        }
        return pruned.bytes();
    }

    private static Optional<Instant> until(List<String> filters, Instant now) {
        Optional<Instant> until = Optional.empty();
        for (String filter : filters) {
            if (filter.startsWith("until=")) {
                if (until.isPresent()) {
                    throw new SyntaxException("filter until was given twice");
                }
                until = Optional.of(Moment.parse(filter.substring(6), now));
            }
        }
        return until;
    }
}
