package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedWriter;
import dev.cooper.scan.advisory.DatabaseState.Kind;
import dev.cooper.scan.advisory.DatabaseState.Origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a state of a database from what feeds say, in bounded memory. The same said in any order
 * makes the same chunks.
 */
public final class DatabaseBuilder implements AdvisorySink, AutoCloseable {
    private static final int MEMORY = 48 << 20;
    private static final int MOST_WARNINGS = 1_000;

    /** Between the parts of a key: no name has it. */
    private static final char SEPARATOR = '\0';

    private final DatabaseFiles files;
    private final FileLock lock;
    private final Path work;
    private final SpillSorter sorter;
    private final Map<String, Origin> origins = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * Starts a new state of the database in a directory, which is made when it is not there. Others
     * who want to write wait until this is closed.
     */
    public DatabaseBuilder(Path directory) throws IOException {
        this(directory, MEMORY);
    }

    DatabaseBuilder(Path directory, int memory) throws IOException {
        this.files = new DatabaseFiles(directory);
        this.lock = files.lock();
        Path place = Files.createDirectories(directory.resolve("tmp"));
        this.work = Files.createTempDirectory(place, "build");
        this.sorter = new SpillSorter(work, memory);
    }

    @Override
    public void advisory(String ecosystem, String name, Advisory advisory) throws IOException {
        String canonical = Ecosystem.canonical(ecosystem);
        String key = Ecosystem.key(canonical, name);
        if (canonical.isEmpty() || key.isEmpty() || advisory.id().isEmpty()) {
            return;
        }
        put(Kind.ADVISORIES, canonical, key, AdvisoryCodec.write(List.of(advisory)));
        for (String alias : advisory.aliases()) {
            if (!alias.isEmpty() && !alias.equals(advisory.id())) {
                byte[] id = advisory.id().getBytes(StandardCharsets.UTF_8);
                put(Kind.ALIASES, "", alias, id);
            }
        }
    }

    @Override
    public void vulnerability(String source, Vulnerability details) throws IOException {
        if (!details.id().isEmpty()) {
            String group = CooperDatabase.groupOf(details.id());
            put(
                    Kind.VULNERABILITIES,
                    group,
                    details.id(),
                    Details.ranked(source, VulnerabilityCodec.write(details)));
        }
    }

    @Override
    public void exploited(String id, Instant since) throws IOException {
        put(Kind.EXPLOITED, "", id, VulnerabilityCodec.write(since));
    }

    @Override
    public void epss(String id, Vulnerability.Epss epss) throws IOException {
        put(Kind.EPSS, "", id, VulnerabilityCodec.write(epss));
    }

    @Override
    public void endOfLife(String product, List<EndOfLife.Cycle> cycles) throws IOException {
        put(Kind.END_OF_LIFE, "", product, EndOfLife.write(cycles));
    }

    private void put(Kind kind, String name, String key, byte[] value) throws IOException {
        String whole = kind.word() + SEPARATOR + name + SEPARATOR + key;
        if (whole.indexOf(SEPARATOR, kind.word().length() + name.length() + 2) < 0) {
            sorter.add(whole.getBytes(StandardCharsets.UTF_8), value);
        }
    }

    @Override
    public void origin(Origin more) {
        String key = more.source().id() + SEPARATOR + more.ecosystem();
        origins.merge(
                key,
                more,
                (one, other) ->
                        new Origin(
                                one.source(),
                                one.ecosystem(),
                                one.licence(),
                                Stream.of(one.asOf(), other.asOf())
                                        .flatMap(Optional::stream)
                                        .max(Instant::compareTo),
                                one.records() + other.records()));
    }

    @Override
    public void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    /** What was left out, and why. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Writes everything and makes it the newest state.
     *
     * @param builtAt the time of the building
     * @param asOf how far the sources had come; empty for the date of the newest of them
     * @param keep how many states stay
     */
    public DatabaseState finish(Instant builtAt, Optional<Instant> asOf, int keep)
            throws IOException {
        List<DatabaseState.Chunk> chunks = new ArrayList<>();
        try (ChunkWriter writer = new ChunkWriter(files, chunks)) {
            sorter.forEachGroup((key, values) -> write(key, values, writer));
        }
        DatabaseState state =
                new DatabaseState(
                        builtAt,
                        asOf.orElseGet(() -> newest(builtAt)),
                        List.copyOf(origins.values()),
                        chunks);
        files.publish(state.toJson(), keep);
        return state;
    }

    /** Some sources are dated in the future, for which nothing can be said. */
    private Instant newest(Instant builtAt) {
        return origins.values().stream()
                .flatMap(origin -> origin.asOf().stream())
                .filter(time -> !time.isAfter(builtAt))
                .max(Instant::compareTo)
                .orElse(builtAt);
    }

    private static void write(byte[] whole, List<byte[]> values, ChunkWriter writer)
            throws IOException {
        String[] parts =
                new String(whole, StandardCharsets.UTF_8).split(String.valueOf(SEPARATOR), 3);
        Kind kind = Kind.of(parts[0]);
        switch (kind) {
            case ADVISORIES -> {
                List<Advisory> all = new ArrayList<>();
                for (byte[] value : values) {
                    all.addAll(AdvisoryCodec.read(ByteBuffer.wrap(value)));
                }
                writer.add(kind, parts[1], parts[2], AdvisoryCodec.write(all), all.size());
            }
            case VULNERABILITIES ->
                    writer.add(kind, parts[1], parts[2], Details.together(parts[2], values), 1);
            case ALIASES -> {
                Set<String> ids = new LinkedHashSet<>();
                values.forEach(value -> ids.add(new String(value, StandardCharsets.UTF_8)));
                writer.add(kind, parts[1], parts[2], new PackedWriter().texts(ids).bytes(), 1);
            }
            case EXPLOITED, EPSS, END_OF_LIFE ->
                    writer.add(kind, parts[1], parts[2], values.getFirst(), 1);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sorter.close();
            Files.deleteIfExists(work);
        } finally {
            lock.acquiredBy().close();
        }
    }
}
