package dev.cooper.scan.feed;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DataSource;
import dev.cooper.scan.advisory.DatabaseState.Chunk;
import dev.cooper.scan.advisory.DatabaseState.Kind;
import dev.cooper.scan.advisory.Ecosystem;
import dev.cooper.scan.advisory.SpillSorter;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.version.VersionScheme;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a database as Trivy reads one: {@code db/trivy.db} and {@code db/metadata.json}, schema 2.
 * Red Hat's own advisories, which Trivy looks up by content sets, are left out.
 */
public final class TrivyExport {
    private static final int MEMORY = 48 << 20;
    private static final char SEPARATOR = '\0';

    /** Trivy says that a database is old after this many seconds. */
    private static final long FRESH = 6 * 60 * 60;

    private final CooperDatabase from;
    private final SpillSorter sorter;
    private final Set<String> left = new TreeSet<>();

    private TrivyExport(CooperDatabase from, SpillSorter sorter) {
        this.from = from;
        this.sorter = sorter;
    }

    /**
     * Writes a database.
     *
     * @param directory gets {@code db} with the two files
     * @return the ecosystems that Trivy has no place for
     */
    public static Set<String> write(CooperDatabase from, Path directory) throws IOException {
        Path place = Files.createDirectories(directory.resolve("db"));
        Path work = Files.createTempDirectory(place, "export");
        Path file = work.resolve("trivy.db");
        try (SpillSorter sorter = new SpillSorter(work, MEMORY)) {
            TrivyExport export = new TrivyExport(from, sorter);
            export.collect();
            try (BoltWriter writer = new BoltWriter(file)) {
                new Buckets(writer).write(sorter);
            }
            Files.move(
                    file,
                    place.resolve("trivy.db"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.write(place.resolve("metadata.json"), export.metadata());
            return export.left;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(work);
        }
    }

    private byte[] metadata() {
        Instant built = from.edition().builtAt();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Version", 2);
        members.put("NextUpdate", built.plusSeconds(FRESH).toString());
        members.put("UpdatedAt", built.toString());
        members.put("DownloadedAt", built.toString());
        return Json.write(members);
    }

    private void collect() throws IOException {
        for (Chunk chunk : from.state().chunks()) {
            if (chunk.kind() == Kind.ADVISORIES) {
                ecosystem(chunk);
            } else if (chunk.kind() == Kind.VULNERABILITIES) {
                for (String id : from.ids(chunk)) {
                    Optional<Vulnerability> details = from.vulnerability(id);
                    if (details.isPresent()) {
                        put(List.of("vulnerability", id), TrivyJson.details(details.get()));
                    }
                }
            }
        }
    }

    private void ecosystem(Chunk chunk) throws IOException {
        String ecosystem = chunk.name();
        Optional<String> system = TrivyNames.system(ecosystem);
        Optional<String> language = TrivyNames.language(ecosystem);
        if (system.isEmpty() && language.isEmpty()) {
            left.add(ecosystem);
            return;
        }
        from.forEachPackage(
                chunk,
                (name, advisories) -> {
                    Map<String, Advisory> merged = new LinkedHashMap<>();
                    for (Advisory each : advisories) {
                        DataSource source =
                                from.source(ecosystem, each.source())
                                        .orElse(
                                                new DataSource(
                                                        each.source(), each.source(), "", ""));
                        String bucket =
                                system.orElseGet(() -> language.orElseThrow() + source.name());
                        put(List.of("data-source", bucket), TrivyJson.source(source));
                        if (from.vulnerability(each.id()).isEmpty()) {
                            Vulnerability unknown = Vulnerability.named(each.id());
                            put(List.of("vulnerability", each.id()), TrivyJson.details(unknown));
                        }
                        if (system.isEmpty()) {
                            byte[] value = TrivyJson.ofLanguage(each);
                            for (String spelling : spellings(ecosystem, name)) {
                                put(List.of(bucket, spelling, each.id()), value);
                            }
                        } else {
                            VersionScheme order = Ecosystem.scheme(ecosystem).orElseThrow();
                            merged.merge(each.id(), each, (a, b) -> TrivyJson.later(a, b, order));
                        }
                    }
                    for (Advisory each : merged.values()) {
                        byte[] value = TrivyJson.ofSystem(each);
                        put(List.of(system.orElseThrow(), name, each.id()), value);
                    }
                });
    }

    /** The names under which Trivy looks for a package. */
    static List<String> spellings(String ecosystem, String name) {
        return ecosystem.equals("PyPI") ? PythonSpellings.of(name) : List.of(name);
    }

    private void put(List<String> path, byte[] value) throws IOException {
        String key = String.join(String.valueOf(SEPARATOR), path);
        sorter.add(key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** Makes buckets of keys in order: each key is the path to a value. */
    private static final class Buckets {
        private final BoltWriter writer;
        private final BoltWriter.Bucket root;
        private BoltWriter.@Nullable Bucket top;
        private BoltWriter.@Nullable Bucket inner;
        private String topName = "";
        private String innerName = "";

        Buckets(BoltWriter writer) {
            this.writer = writer;
            this.root = writer.bucket();
        }

        void write(SpillSorter sorter) throws IOException {
            // Trivy asks for these whether there is anything in them or not.
            List<String> wanted = new ArrayList<>(List.of("data-source", "vulnerability"));
            sorter.forEachGroup((key, values) -> {
                String[] path =
                        new String(key, StandardCharsets.UTF_8).split(String.valueOf(SEPARATOR), 3);
                while (!wanted.isEmpty() && path[0].compareTo(wanted.getFirst()) >= 0) {
                    open(wanted.removeFirst());
                }
                open(path[0]);
                add(path, values.getFirst());
            });
            for (String name : wanted) {
                open(name);
            }
            closeTop();
            writer.finish(root);
        }

        private void add(String[] path, byte[] value) throws IOException {
            BoltWriter.Bucket bucket = java.util.Objects.requireNonNull(top);
            if (path.length == 2) {
                bucket.put(path[1].getBytes(StandardCharsets.UTF_8), value);
                return;
            }
            if (inner == null || !innerName.equals(path[1])) {
                closeInner();
                inner = writer.bucket();
                innerName = path[1];
            }
            java.util.Objects.requireNonNull(inner)
                    .put(path[2].getBytes(StandardCharsets.UTF_8), value);
        }

        private void open(String name) throws IOException {
            if (top != null && topName.equals(name)) {
                return;
            }
            closeTop();
            top = writer.bucket();
            topName = name;
        }

        private void closeTop() throws IOException {
            closeInner();
            if (top != null) {
                root.put(topName.getBytes(StandardCharsets.UTF_8), top);
                top = null;
            }
        }

        private void closeInner() throws IOException {
            if (inner != null && top != null) {
                top.put(innerName.getBytes(StandardCharsets.UTF_8), inner);
                inner = null;
            }
        }
    }
}
