package dev.cooper.trust.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The entries of a log, each of which is entered once only. Safe for several threads. */
final class DistinctEntries implements AutoCloseable {
    private final Map<String, Long> byLeaf = new HashMap<>();
    private final AppendOnly file;

    DistinctEntries(ServerDirectory directory, String name) throws IOException {
        this.file = AppendOnly.open(directory, name, this::remember);
    }

    private void remember(Leaf entry) {
        byLeaf.putIfAbsent(AppendOnly.leafHash(entry.content()), entry.index());
    }

    /** Enters it, if it is not there; it is on the disk when this returns. */
    Leaf enter(long note, byte[] content) throws IOException {
        long index = write(note, content);
        file.settle(index);
        return file.entry(index).orElseThrow();
    }

    private synchronized long write(long note, byte[] content) throws IOException {
        Long known = byLeaf.get(AppendOnly.leafHash(content));
        if (known != null) {
            return known;
        }
        Leaf made = file.write(note, content);
        remember(made);
        return made.index();
    }

    /** Finds an entry by the hash of its leaf, hexadecimal. */
    synchronized OptionalLong index(String leaf) {
        Long index = byLeaf.get(leaf);
        return index == null ? OptionalLong.empty() : OptionalLong.of(index);
    }

    AppendOnly file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
