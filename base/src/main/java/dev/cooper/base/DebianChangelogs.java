package dev.cooper.base;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * The changelogs of the packages that a distribution has mended, as its archive has them: of every
 * source package with a version in the security suite the changelog of the newest. Indexes are
 * verified by their signatures, packages by their digests.
 */
public final class DebianChangelogs {
    private static final int LARGEST = 64 << 20;
    private static final int AT_A_TIME = 32;

    private final Path directory;
    private final HostApt host;
    private final Map<String, String> environment;
    private final BaseProgress progress;

    /**
     * What is wanted.
     *
     * @param suite the release, such as {@code bookworm}
     * @param mirrors the archives to use instead of the host's; empty for the host's
     * @param keyring replaces the host's keyrings, if it is there
     * @param platform whose packages are asked
     * @param sources which source packages
     */
    public record Request(
            String suite,
            List<String> mirrors,
            Optional<Path> keyring,
            Platform platform,
            Predicate<String> sources) {
        public Request {
            mirrors = List.copyOf(mirrors);
        }
    }

    /** Takes changelogs. */
    public interface Receiver {
        /**
         * Takes one.
         *
         * @param source the source package
         * @param version the newest, which the changelog has an entry of
         */
        void accept(String source, String version, String changelog) throws IOException;
    }

    private DebianChangelogs(
            Path directory, HostApt host, Map<String, String> environment, BaseProgress progress) {
        this.directory = directory;
        this.host = host;
        this.environment = Map.copyOf(environment);
        this.progress = progress;
    }

    /**
     * Those that this machine's apt can fetch.
     *
     * @param directory keeps downloads
     * @param environment the environment of the process
     * @param progress hears what is being done
     * @throws IOException when apt's settings cannot be read
     */
    public static DebianChangelogs ofThisMachine(
            Path directory, Map<String, String> environment, BaseProgress progress)
            throws IOException {
        return new DebianChangelogs(directory, HostApt.ofThisMachine(), environment, progress);
    }

    /** The newest version of a source package and its packages, the smallest first. */
    private record Mended(String source, String version, List<DebPackage> packages) {}

    /**
     * Reads changelogs, by name of the source package.
     *
     * @return the date of the security suite's index
     * @throws SyntaxException when there is no such suite
     * @throws IOException when something cannot be fetched or verified
     */
    public Instant read(Request request, Receiver receiver)
            throws IOException, InterruptedException {
        try (Fetcher fetcher = new Fetcher(new Proxies(host.settings(), environment))) {
            Downloads downloads = new Downloads(directory, fetcher, progress);
            KeyringFinder keyrings = new KeyringFinder(host.root(), request.keyring());
            SuiteReader reader =
                    new SuiteReader(downloads, keyrings, host, Instant.now(), progress);
            OpenSuite security = security(reader, request);
            PackageIndex index =
                    reader.packages(List.of(security), DebArchitecture.of(request.platform()));
            List<Mended> mended = mended(index, request.sources());
            progress.step("reading the changelogs of " + mended.size() + " packages");
            for (int from = 0; from < mended.size(); from += AT_A_TIME) {
                int to = Math.min(from + AT_A_TIME, mended.size());
                read(mended.subList(from, to), downloads, receiver);
            }
            return security.release().date();
        }
    }

    private OpenSuite security(SuiteReader reader, Request request)
            throws IOException, InterruptedException {
        String wanted = request.suite() + "-security";
        for (SuiteSource source :
                new SuiteSelection(host).select(request.suite(), request.mirrors())) {
            OpenSuite open = source.suite().equals(wanted) ? reader.open(source) : null;
            if (open != null) {
                return open;
            }
        }
        throw new SyntaxException(
                "no archive here has the suite \""
                        + wanted
                        + "\": name the distribution's security archive with --mirror");
    }

    private static List<Mended> mended(PackageIndex index, Predicate<String> wanted) {
        Map<String, List<DebPackage>> bySource = new TreeMap<>();
        for (DebPackage one : index.all()) {
            if (wanted.test(one.sourceName())) {
                bySource.computeIfAbsent(one.sourceName(), name -> new ArrayList<>()).add(one);
            }
        }
        List<Mended> mended = new ArrayList<>();
        bySource.forEach((source, packages) -> {
            String newest =
                    packages.stream()
                            .map(DebPackage::sourceVersion)
                            .max(DebianVersion.ORDER)
                            .orElseThrow();
            packages.removeIf(one -> !one.sourceVersion().equals(newest));
            packages.sort(
                    Comparator.comparingLong(DebPackage::size).thenComparing(DebPackage::name));
            mended.add(new Mended(source, newest, packages));
        });
        return mended;
    }

    /** The smallest package of each first; where it has no changelog of its own, the next. */
    private void read(List<Mended> some, Downloads downloads, Receiver receiver)
            throws IOException, InterruptedException {
        Map<Mended, String> found = new HashMap<>();
        List<Mended> open = new ArrayList<>(some);
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            int number = attempt;
            open.removeIf(one -> one.packages().size() <= number);
            List<Downloads.Wanted> files = new ArrayList<>();
            open.forEach(one -> files.add(wanted(one.packages().get(number))));
            List<Path> paths = downloads.fetchAll(files);
            for (int i = 0; i < paths.size(); i++) {
                Mended one = open.get(i);
                String text = changelog(new DebFile(paths.get(i), files.get(i).label()), one);
                if (text != null) {
                    found.put(one, text);
                }
            }
            open.removeIf(found::containsKey);
        }
        for (Mended one : some) {
            String text = found.get(one);
            if (text == null) {
                progress.warning(
                        "no package of " + one.source() + " " + one.version() + " has a changelog");
            } else {
                receiver.accept(one.source(), one.version(), text);
            }
        }
    }

    private static Downloads.Wanted wanted(DebPackage one) {
        String path = one.path().replace("+", "%2b").replace("~", "%7e");
        URI uri = URI.create(one.archive() + "/" + path);
        return new Downloads.Wanted(List.of(uri), one.digest(), one.size(), one.toString());
    }

    /** The changelog that has an entry of the version; some packages bring their upstream's. */
    private static @Nullable String changelog(DebFile file, Mended of) throws IOException {
        String first = of.source() + " (" + of.version() + ")";
        try (TarReader tar = file.data()) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                if (entry.type() != TarEntry.Type.FILE || !isChangelog(entry.path())) {
                    continue;
                }
                try (InputStream in = new GZIPInputStream(tar.content())) {
                    String text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
                    if (text.startsWith(first) || text.contains("\n" + first)) {
                        return text;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isChangelog(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return path.contains("usr/share/doc/")
                && (name.equals("changelog.Debian.gz") || name.equals("changelog.gz"));
    }
}
