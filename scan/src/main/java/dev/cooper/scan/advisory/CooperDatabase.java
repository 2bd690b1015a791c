package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedReader;
import dev.cooper.oci.Digest;
import dev.cooper.scan.advisory.DatabaseState.Chunk;
import dev.cooper.scan.advisory.DatabaseState.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
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
    private final Map<Kind, Map<String, Chunk>> chunks = new EnumMap<>(Kind.class);
    private final Map<Digest, SortedFile> open = new ConcurrentHashMap<>();

    private CooperDatabase(DatabaseFiles files, byte[] document) {
        this.files = files;
        this.state = DatabaseState.parse(document, files.index().toString());
        this.edition = new Edition("cooper", state.builtAt(), Digest.sha256(document).toString());
        for (Chunk chunk : state.chunks()) {
            chunks.computeIfAbsent(chunk.kind(), kind -> new HashMap<>()).put(chunk.name(), chunk);
        }
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
        return chunks.getOrDefault(Kind.ADVISORIES, Map.of()).containsKey(ecosystem);
    }

    @Override
    public List<Advisory> advisories(String ecosystem, String name) throws IOException {
        String key = Ecosystem.key(ecosystem, name);
        List<Advisory> found = find(Kind.ADVISORIES, ecosystem, key, AdvisoryCodec::read);
        return found == null ? List.of() : found;
    }

    @Override
    public Optional<Vulnerability> vulnerability(String id) throws IOException {
        Vulnerability found = described(id);
        if (found == null) {
            for (String other : namesOf(id)) {
                found = described(other);
                if (found != null) {
                    break;
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private List<String> namesOf(String alias) throws IOException {
        List<String> names =
                find(Kind.ALIASES, "", alias, bytes -> new PackedReader(bytes).texts());
        if (names == null) {
            return List.of();
        }
        return names.size() <= MOST_NAMES ? names : names.subList(0, MOST_NAMES);
    }

    private @Nullable Vulnerability described(String id) throws IOException {
        Vulnerability details =
                find(Kind.VULNERABILITIES, groupOf(id), id, VulnerabilityCodec::read);
        Optional<Instant> exploited = find(Kind.EXPLOITED, "", id, VulnerabilityCodec::time);
        Vulnerability.Epss epss = find(Kind.EPSS, "", id, VulnerabilityCodec::epss);
        if (exploited == null && epss == null) {
            return details;
        }
        return (details == null ? Vulnerability.named(id) : details)
                .with(exploited == null ? Optional.empty() : exploited, Optional.ofNullable(epss));
    }

    /** The name of the chunk that describes an id: its year, or who has given it. */
    static String groupOf(String id) {
        int first = id.indexOf('-');
        int second = id.startsWith("CVE-") ? id.indexOf('-', first + 1) : first;
        String group = id.substring(0, Math.max(second, 0));
        if (group.length() > MOST_NAMES) {
            return "";
        }
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            boolean plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            if (!plain) {
                return "";
            }
        }
        return group;
    }

    /** When the releases of a product end, by its name at endoflife.date. */
    List<EndOfLife.Cycle> cycles(String product) throws IOException {
        List<EndOfLife.Cycle> cycles = find(Kind.END_OF_LIFE, "", product, EndOfLife::read);
        return cycles == null ? List.of() : cycles;
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

    private <T> @Nullable T find(
            Kind kind, String name, String key, Function<ByteBuffer, T> decoder)
            throws IOException {
        Chunk chunk = chunks.getOrDefault(kind, Map.of()).get(name);
        if (chunk == null) {
            return null;
        }
        SortedFile file = open(chunk);
        try {
            ByteBuffer value = file.find(key);
            return value == null ? null : decoder.apply(value);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            throw damaged(chunk, e);
        }
    }

    private IOException damaged(Chunk chunk, RuntimeException cause) {
        return new IOException(
                files.chunk(chunk.digest()) + " is damaged: update the database", cause);
    }

    private <T> T guarded(Chunk chunk, Supplier<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            throw damaged(chunk, e);
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
        return before == null ? opened : before;
    }

    @Override
    public void close() {
        open.clear();
    }
}
