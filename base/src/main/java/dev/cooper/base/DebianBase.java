package dev.cooper.base;

import dev.cooper.archive.Layer;
import dev.cooper.archive.TarEntry;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotId;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes base images from Debian's own packages: verified indexes, verified packages, one layer that
 * depends on nothing but them.
 */
public final class DebianBase {
    /** The name of the directory of downloads below the store's {@code cooper}. */
    public static final String DOWNLOADS = "downloads";

    private final LocalStore store;
    private final HostApt host;
    private final Map<String, String> environment;
    private final Instant now;
    private final BaseProgress progress;

    DebianBase(
            LocalStore store,
            HostApt host,
            Map<String, String> environment,
            Instant now,
            BaseProgress progress) {
        this.store = store;
        this.host = host;
        this.environment = Map.copyOf(environment);
        this.now = now;
        this.progress = progress;
    }

    /**
     * Makes a maker of base images that uses this machine's apt settings.
     *
     * @param store takes the images and keeps the downloads
     * @param environment the environment of the process
     * @param progress hears what is being done
     * @throws IOException when apt's settings cannot be read
     */
    public static DebianBase ofThisMachine(
            LocalStore store, Map<String, String> environment, BaseProgress progress)
            throws IOException {
        return new DebianBase(store, HostApt.ofThisMachine(), environment, Instant.now(), progress);
    }

    /** What is known when all packages are here. */
    private record Prepared(
            String suite,
            List<OpenSuite> suites,
            Selection selection,
            Map<DebPackage, Path> debs) {}

    /**
     * Makes an image and names it.
     *
     * @param request what is wanted
     * @throws dev.cooper.oci.SyntaxException when there is no such suite, package or architecture
     * @throws IOException when something cannot be fetched, verified, unpacked or stored
     * @throws InterruptedException when the thread is interrupted
     */
    public BaseImage make(BaseRequest request) throws IOException, InterruptedException {
        if (request.variant() == Variant.MINBASE) {
            ForeignArchitecture.requireRunnable(request.platform());
        }
        try (Lease lease = store.lease()) {
            Prepared prepared = prepare(request);
            Path temporary = store.directory("tmp");
            Files.createDirectories(temporary);
            return switch (request.variant()) {
                case DISTROLESS -> distroless(request, prepared, temporary);
                case MINBASE -> minbase(request, prepared, temporary);
            };
        }
    }

    private Prepared prepare(BaseRequest request) throws IOException, InterruptedException {
        SuiteSelection suites = new SuiteSelection(host);
        String suite = request.suite().orElseGet(suites::defaultSuite);
        List<SuiteSource> sources = suites.select(suite, request.mirrors());
        String architecture = DebArchitecture.of(request.platform());
        try (Fetcher fetcher = new Fetcher(new Proxies(host.settings(), environment))) {
            Downloads downloads = new Downloads(store.directory(DOWNLOADS), fetcher, progress);
            KeyringFinder keyrings = new KeyringFinder(host.root(), request.keyring());
            SuiteReader reader = new SuiteReader(downloads, keyrings, host, now, progress);
            progress.step("reading the indexes of " + suite);
            List<OpenSuite> open = open(reader, sources, suite);
            PackageIndex index = reader.packages(open, architecture);
            Selection selection = select(request, open, index);
            return new Prepared(suite, open, selection, fetch(downloads, selection.all()));
        }
    }

    private static List<OpenSuite> open(SuiteReader reader, List<SuiteSource> sources, String suite)
            throws IOException, InterruptedException {
        List<OpenSuite> open = new ArrayList<>();
        for (SuiteSource source : sources) {
            OpenSuite found = reader.open(source);
            if (found != null) {
                open.add(found);
            }
        }
        if (open.stream().noneMatch(found -> found.source().suite().equals(suite))) {
            throw new SyntaxException("none of the mirrors has a suite \"" + suite + "\"");
        }
        return open;
    }

    private static Selection select(
            BaseRequest request, List<OpenSuite> suites, PackageIndex index) {
        boolean https = suites.stream().anyMatch(s -> s.source().archive().startsWith("https://"));
        return switch (request.variant()) {
            case DISTROLESS -> Selection.distroless(request.include(), index);
            case MINBASE -> Selection.minbase(request.include(), https, index);
        };
    }

    private Map<DebPackage, Path> fetch(Downloads downloads, List<DebPackage> packages)
            throws IOException, InterruptedException {
        List<Downloads.Wanted> wanted = new ArrayList<>();
        for (DebPackage one : packages) {
            URI uri =
                    URI.create(
                            one.archive()
                                    + "/"
                                    + one.path().replace("+", "%2b").replace("~", "%7e"));
            wanted.add(
                    new Downloads.Wanted(List.of(uri), one.digest(), one.size(), one.toString()));
        }
        long missing = downloads.missing(wanted);
        progress.step(
                missing == 0
                        ? packages.size() + " packages are here already"
                        : "downloading "
                                + packages.size()
                                + " packages, "
                                + (missing + 999_999) / 1_000_000
                                + " MB");
        List<Path> paths = downloads.fetchAll(wanted);
        Map<DebPackage, Path> debs = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            debs.put(packages.get(i), paths.get(i));
        }
        return debs;
    }

    private BaseImage distroless(BaseRequest request, Prepared prepared, Path temporary)
            throws IOException, InterruptedException {
        progress.step("unpacking " + prepared.selection.core().size() + " packages");
        try (PackageTree tree = new PackageTree(temporary, DistrolessTree::keeps)) {
            addAll(tree, prepared);
            Instant created = created(request, prepared, tree);
            new DistrolessTree(tree, created.getEpochSecond()).complete();
            progress.step("writing the layer");
            ImageAssembly assembly = new ImageAssembly(store, request, prepared.suite, created);
            long newest = created.getEpochSecond();
            Layer layer =
                    assembly.layer(tar ->
                            tree.writeTo((entry, content) -> {
                                try (OutputStream to = tar.entry(clamped(entry, newest))) {
                                    content.copyTo(to);
                                }
                            }));
            Descriptor image = assembly.image(layer, version(tree));
            return result(prepared, layer, image);
        }
    }

    private BaseImage minbase(BaseRequest request, Prepared prepared, Path temporary)
            throws IOException, InterruptedException {
        try (MinbaseBuild build = new MinbaseBuild(store, temporary, environment, progress);
                PackageTree tree = new PackageTree(temporary, entry -> true)) {
            addAll(tree, prepared);
            Instant created = created(request, prepared, tree);
            long seconds = created.getEpochSecond();
            new MinbaseTree(tree, seconds).complete(prepared.suites);
            SnapshotId snapshot = build.make(tree, prepared.selection, prepared.debs, seconds);
            progress.step("writing the layer");
            ImageAssembly assembly = new ImageAssembly(store, request, prepared.suite, created);
            Layer layer = assembly.layer(tar -> build.write(snapshot, tar, seconds));
            build.remove(snapshot);
            return result(prepared, layer, assembly.image(layer, version(tree)));
        }
    }

    private static void addAll(PackageTree tree, Prepared prepared)
            throws IOException, InterruptedException {
        // base-files first: it sets the owners and modes of the directories that all others share.
        List<DebPackage> order = new ArrayList<>(prepared.selection.core());
        order.sort(Comparator.comparing(p -> !p.name().equals("base-files")));
        tree.addAll(order, prepared.debs);
    }

    /**
     * The date of the newest file in a package; no clock of a build machine leads beyond the index.
     */
    private static Instant created(BaseRequest request, Prepared prepared, PackageTree tree) {
        if (request.epoch().isPresent()) {
            return request.epoch().get();
        }
        long latest =
                prepared.suites.stream()
                        .mapToLong(suite -> suite.release().date().getEpochSecond())
                        .max()
                        .orElseThrow();
        return Instant.ofEpochSecond(Math.min(latest, tree.newest()));
    }

    private static TarEntry clamped(TarEntry entry, long newest) {
        return entry.mtimeSeconds() > newest ? entry.withMtime(newest, 0) : entry;
    }

    private static String version(PackageTree tree) throws IOException {
        byte[] text = tree.read("etc/debian_version");
        return text == null ? "" : new String(text, StandardCharsets.UTF_8).strip();
    }

    private static BaseImage result(Prepared prepared, Layer layer, Descriptor image) {
        return new BaseImage(
                image,
                prepared.suite,
                prepared.selection.all().stream().map(DebPackage::toString).toList(),
                layer.size(),
                layer.uncompressedSize());
    }
}
