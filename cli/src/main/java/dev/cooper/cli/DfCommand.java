package dev.cooper.cli;

import dev.cooper.build.BuildCache;
import dev.cooper.cli.format.Amount;
import dev.cooper.cli.format.ListFormat;
import dev.cooper.cli.format.Table;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.template.Struct;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.CachedLayers;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.scan.feed.Databases;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;
import dev.cooper.store.StoredImage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code cooper df}: what the store takes on the disk. */
final class DfCommand implements Command {
    private static final ListFormat FORMAT =
            new ListFormat(
                    List.of("Type", "TotalCount", "Active", "Size", "Reclaimable"),
                    Optional.empty(),
                    Map.of(
                            "Type", "TYPE",
                            "TotalCount", "TOTAL",
                            "Active", "ACTIVE",
                            "Size", "SIZE",
                            "Reclaimable", "RECLAIMABLE"));

    @Override
    public Usage usage() {
        return Usage.of("cooper df [OPTIONS]", "Show disk usage of the store")
                .aliases("cooper df", "cooper system df")
                .value("format", 0, "string", FormatHelp.WITH_TABLE)
                .flag("verbose", 'v', "Show detailed information on space usage")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        LocalStore store = Images.openStore(terminal);
        List<StoredImage> images = store.images();
        List<BuildCache.Item> cache;
        try (Snapshots snapshots = Snapshots.open(store.home(), SnapshotOptions.DEFAULT)) {
            cache = new BuildCache(store, snapshots).items();
        }
        if (options.isOn("verbose") && options.value("format").isEmpty()) {
            terminal.print(details(images, cache, Instant.now()));
        } else {
            List<Struct> rows = new ArrayList<>(rows(store, images, cache));
            CachedLayers.Usage known = inventories(terminal).usage();
            rows.add(row("Inventories", known.layers(), 0, known.bytes()));
            terminal.print(FORMAT.print(options.value("format"), rows));
        }
        return 0;
    }

    /** What scans have kept of layers. */
    static CachedLayers inventories(Terminal terminal) throws IOException {
        Map<String, String> environment = terminal.environment();
        Path home = LocalStore.defaultHome(environment);
        return new CachedLayers(
                Databases.directory(Optional.empty(), environment, home)
                        .resolveSibling("inventory"));
    }

    private static List<Struct> rows(
            LocalStore store, List<StoredImage> images, List<BuildCache.Item> cache)
            throws IOException {
        Map<Digest, Long> blobs = blobs(store);
        long stored = blobs.values().stream().mapToLong(Long::longValue).sum();
        for (StoredImage image : images) {
            blobs.remove(image.descriptor().digest());
            blobs.remove(image.manifest().config().digest());
            for (Descriptor layer : image.manifest().layers()) {
                blobs.remove(layer.digest());
            }
        }
        long unused = blobs.values().stream().mapToLong(Long::longValue).sum();
        long named = images.stream().filter(image -> !image.names().isEmpty()).count();
        return List.of(
                row("Images", images.size(), named, stored, unused),
                row("Build Cache", count(cache, "snapshot"), 0, bytes(cache, "snapshot")),
                row("Cache Mounts", count(cache, "cache mount"), 0, bytes(cache, "cache mount")));
    }

    private static Struct row(String type, long total, long active, long size) {
        return row(type, total, active, size, size);
    }

    private static Struct row(String type, long total, long active, long size, long reclaimable) {
        String share = size == 0 ? "" : " (" + reclaimable * 100 / size + "%)";
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put("Active", Long.toString(active));
        row.put("Reclaimable", Amount.size(reclaimable, 4) + share);
        row.put("Size", Amount.size(size, 4));
        row.put("TotalCount", Long.toString(total));
        row.put("Type", type);
        return new Struct("*formatter.diskUsageContext", row);
    }

    private static long count(List<BuildCache.Item> cache, String kind) {
        return cache.stream().filter(item -> item.kind().equals(kind)).count();
    }

    private static long bytes(List<BuildCache.Item> cache, String kind) {
        return cache.stream()
                .filter(item -> item.kind().equals(kind))
                .mapToLong(BuildCache.Item::bytes)
                .sum();
    }

    private static Map<Digest, Long> blobs(LocalStore store) throws IOException {
        Map<Digest, Long> sizes = new HashMap<>();
        Path directory = store.home().resolve("blobs").resolve("sha256");
        if (!Files.isDirectory(directory)) {
            return sizes;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String hex = file.getFileName().toString();
                if (hex.length() == 64) {
                    sizes.put(Digest.parse("sha256:" + hex), Files.size(file));
                }
            }
        }
        return sizes;
    }

    private static String details(
            List<StoredImage> images, List<BuildCache.Item> cache, Instant now) {
        StringBuilder imageRows = new StringBuilder("REPOSITORY\tTAG\tIMAGE ID\tCREATED\tSIZE\n");
        for (StoredImage image : images) {
            List<Reference> names = image.names();
            imageRows.append(names.isEmpty() ? "<none>" : names.getFirst().familiarName());
            imageRows.append('\t');
            imageRows.append(names.isEmpty() ? "<none>" : names.getFirst().tag().orElse("<none>"));
            imageRows.append('\t').append(image.id().shortHex()).append('\t');
            imageRows.append(age(ImageFilter.created(image), now)).append('\t');
            imageRows.append(Amount.size(image.size())).append('\n');
        }
        StringBuilder cacheRows = new StringBuilder("CACHE ID\tTYPE\tSIZE\tLAST USED\n");
        for (BuildCache.Item item : cache) {
            cacheRows.append(item.id()).append('\t').append(item.kind()).append('\t');
            cacheRows.append(Amount.size(item.bytes())).append('\t');
            cacheRows.append(age(item.used(), now)).append('\n');
        }
        return "Images space usage:\n\n"
                + Table.align(imageRows.toString())
                + "\nBuild cache usage:\n\n"
                + Table.align(cacheRows.toString());
    }

    private static String age(Instant time, Instant now) {
        return Amount.age(Duration.between(time, now)) + " ago";
    }
}
