package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedReader;
import dev.cooper.oci.Digest;
import dev.cooper.scan.advisory.DatabaseState.Chunk;
import dev.cooper.scan.advisory.DatabaseState.Kind;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cooper's own advisory database: files that never change, named by their digests, and a document
 * that says which of them make up the database now. Only that document is read to open it; the rest
 * is mapped when it is asked for, by any number of threads and processes.
 */
public final class CooperDatabase implements AdvisoryDatabase {
    private static final int MOST_NAMES = 16;

    private final DatabaseFiles files;
    private final DatabaseState state;
    private final Edition edition;
    private final Map<String, Chunk> chunks = new HashMap<>();
    private final Map<Digest, SortedFile> open = new ConcurrentHashMap<>();

    private CooperDatabase(DatabaseFiles files, byte[] document) {
        this.files = files;
        this.state = DatabaseState.parse(document, files.index().toString());
        this.edition = new Edition("cooper", state.builtAt(), Digest.sha256(document).toString());
        state.chunks().forEach(chunk -> chunks.put(key(chunk.kind(), chunk.name()), chunk));
    }

    /**
     * Opens the newest state.
     *
     * @throws IOException when there is none in the directory, or it is damaged
     */
    public static CooperDatabase open(Path directory) throws IOException {
        DatabaseFiles files = new DatabaseFiles(directory);
        return new CooperDatabase(files, files.readIndex());
    }

    /**
     * Opens the state that was the newest at a time, of those that are kept.
     *
     * @throws IOException when none is that old
     */
    public static CooperDatabase open(Path directory, Instant asOf) throws IOException {
        DatabaseFiles files = new DatabaseFiles(directory);
        return new CooperDatabase(files, files.readState(asOf));
    }

    /** Whether a directory has such a database. */
    public static boolean isIn(Path directory) {
        return new DatabaseFiles(directory).exists();
    }

    private static String key(Kind kind, String name) {
        return kind + " " + name;
    }

    @Override
    public Edition edition() {
        return edition;
    }

    /** What it is made of. */
    public DatabaseState state() {
        return state;
    }

    @Override
    public boolean covers(String ecosystem) {
        return chunks.containsKey(key(Kind.ADVISORIES, ecosystem));
    }

    @Override
    public List<Advisory> advisories(String ecosystem, String name) throws IOException {
        String key = Ecosystem.key(ecosystem, name);
        return find(Kind.ADVISORIES, ecosystem, key, AdvisoryCodec::read).orElse(List.of());
    }

    @Override
    public Optional<Vulnerability> vulnerability(String id) throws IOException {
        Optional<Vulnerability> found = described(id);
        if (found.isEmpty()) {
            for (String other : namesOf(id)) {
                found = described(other);
                if (found.isPresent()) {
                    break;
                }
            }
        }
        return found;
    }

    private List<String> namesOf(String alias) throws IOException {
        List<String> names =
                find(Kind.ALIASES, "", alias, bytes -> new PackedReader(bytes).texts())
                        .orElse(List.of());
        return names.size() <= MOST_NAMES ? names : names.subList(0, MOST_NAMES);
    }

    private Optional<Vulnerability> described(String id) throws IOException {
        Optional<Vulnerability> details =
                find(Kind.VULNERABILITIES, groupOf(id), id, VulnerabilityCodec::read);
        Optional<Optional<Instant>> exploited =
                find(Kind.EXPLOITED, "", id, VulnerabilityCodec::time);
        Optional<Vulnerability.Epss> epss = find(Kind.EPSS, "", id, VulnerabilityCodec::epss);
        if (details.isEmpty() && exploited.isEmpty() && epss.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                details.orElseGet(() -> Vulnerability.named(id))
                        .with(exploited.flatMap(Function.identity()), epss));
    }

    /** The name of the chunk that describes an id: its year, or who has given it. */
    static String groupOf(String id) {
        int first = id.indexOf('-');
        int second = id.startsWith("CVE-") ? id.indexOf('-', first + 1) : first;
        String group = id.substring(0, Math.max(second, 0));
        boolean plain =
                group.length() <= MOST_NAMES
                        && group.chars()
                                .allMatch(c ->
                                        (c >= 'A' && c <= 'Z')
                                                || (c >= '0' && c <= '9')
                                                || c == '-');
        return plain ? group : "";
    }

    /** When the releases of a product end, by its name at endoflife.date. */
    List<EndOfLife.Cycle> cycles(String product) throws IOException {
        return find(Kind.END_OF_LIFE, "", product, EndOfLife::read).orElse(List.of());
    }

    @Override
    public Optional<EndOfLife.Cycle> endOfLife(String product, String version) throws IOException {
        return EndOfLife.best(cycles(product), version)
                .or(() -> EndOfLife.builtIn(product, version));
    }

    @Override
    public Optional<DataSource> source(String ecosystem, String id) {
        DataSource any = null;
        for (DatabaseState.Origin origin : state.sources()) {
            if (origin.source().id().equals(id)) {
                if (origin.ecosystem().equals(ecosystem)) {
                    return Optional.of(origin.source());
                }
                any = any == null ? origin.source() : any;
            }
        }
        return Optional.ofNullable(any);
    }

    /** Every key of a chunk with its advisories, in the order of the keys. */
    public void forEachPackage(Chunk chunk, PackageConsumer each) throws IOException {
        SortedFile file = open(chunk);
        for (int i = 0; i < file.size(); i++) {
            int number = i;
            String name = guarded(chunk, () -> file.keyAt(number));
            each.accept(name, guarded(chunk, () -> AdvisoryCodec.read(file.valueAt(number))));
        }
    }

    /** Every id that details are there of, in the order of a chunk. */
    public List<String> ids(Chunk chunk) throws IOException {
        SortedFile file = open(chunk);
        List<String> ids = new ArrayList<>(file.size());
        for (int i = 0; i < file.size(); i++) {
            int number = i;
            ids.add(guarded(chunk, () -> file.keyAt(number)));
        }
        return ids;
    }

    /** Takes a package and its advisories. */
    public interface PackageConsumer {
        /** Takes one. */
        void accept(String name, List<Advisory> advisories) throws IOException;
    }

    private <T> Optional<T> find(
            Kind kind, String name, String key, Function<ByteBuffer, T> decoder)
            throws IOException {
        Chunk chunk = chunks.get(key(kind, name));
        if (chunk == null) {
            return Optional.empty();
        }
        SortedFile file = open(chunk);
        return guarded(chunk, () -> file.find(key).map(decoder));
    }

    private <T> T guarded(Chunk chunk, Supplier<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            throw new IOException(
                    files.chunk(chunk.digest()) + " is damaged: update the database", e);
        }
    }

    private SortedFile open(Chunk chunk) throws IOException {
        SortedFile known = open.get(chunk.digest());
        if (known != null) {
            return known;
        }
        SortedFile opened;
        try {
            opened = SortedFile.open(files.chunk(chunk.digest()));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the advisory database in "
                            + files.directory()
                            + " was replaced since it was opened, or lacks "
                            + chunk.name()
                            + ": start again",
                    e);
        }
        SortedFile before = open.putIfAbsent(chunk.digest(), opened);
        if (before != null) {
            opened.close();
            return before;
        }
        return opened;
    }

    @Override
    public void close() {
        open.values().forEach(SortedFile::close);
        open.clear();
    }
}
