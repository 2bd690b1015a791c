package dev.cooper.trust.server;

import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.log.Checkpoint;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.log.SignedNote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The log of signatures as Rekor 2 has it: it says no times, and everybody may read all of it in
 * tiles of 256 hashes or entries (C2SP's tlog-tiles). What is proposed twice is entered once. Safe
 * for several threads.
 */
final class TileLog implements AutoCloseable {
    /** How many hashes or entries a whole tile has. */
    static final int WIDTH = 256;

    /** The longest entry whose length can be told in a tile. */
    static final int LONGEST = 0xffff;

    private static final int HEIGHT = 8;
    private static final int TOP = 7;
    private static final String FILE = "tiles.log";

    private final String name;
    private final KeyPair key;
    private final DistinctEntries distinct;
    private final AppendOnly entries;

    /**
     * Opens it.
     *
     * @param name what its checkpoints call it; never another for the same directory
     */
    TileLog(ServerDirectory directory, String name) throws IOException {
        this.name = bare(name);
        this.key = directory.key("rekor2", KeyAlgorithm.ED25519);
        this.distinct = new DistinctEntries(directory, FILE);
        this.entries = distinct.file();
    }

    KeyPair key() {
        return key;
    }

    /** By what it is known, hexadecimal: name and key together, since a key may have more logs. */
    String id() {
        return HexFormat.of().formatHex(SignedNote.keyId(name, key.publicKey()));
    }

    /**
     * The address that trusted roots have of it. Clients take the name in its checkpoints from the
     * host, so that it stays when the server gets another.
     */
    String url(String server) {
        return name.equals(bare(URI.create(server).getHost())) ? server : "https://" + name;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Enters it; what is there already is given as it is. */
    LogEntry enter(ProposedTileEntry proposed) throws IOException {
        if (proposed.body().length > LONGEST) {
            throw new RefusedException(413, "the entry is longer than " + LONGEST + " bytes");
        }
        Leaf entry = distinct.enter(0, proposed.body());
        AppendOnly.Head head = entries.head();
        return new LogEntry(
                entry.index(),
                id(),
                proposed.kind(),
                ProposedTileEntry.VERSION,
                0,
                Optional.empty(),
                Optional.of(
                        new InclusionProof(
                                entry.index(),
                                head.root(),
                                head.size(),
                                entries.inclusion(entry.index(), head.size()),
                                checkpoint(head))),
                Base64.getEncoder().encodeToString(entry.content()));
    }

    String checkpoint() throws IOException {
        return checkpoint(entries.head());
    }

    private String checkpoint(AppendOnly.Head head) throws IOException {
        Checkpoint text = new Checkpoint(name, head.size(), head.root(), List.of());
        return SignedNote.sign(text.text(), name, key).note();
    }

    /** Returns how many entries are in it. */
    long size() {
        return entries.head().size();
    }

    /**
     * Returns a tile of hashes.
     *
     * @param level of tiles, from the leaves up
     * @param count how many hashes, {@link #WIDTH} for a whole tile
     * @return empty when the log has not so many
     */
    Optional<byte[]> hashes(int level, long index, int count) {
        if (level > TOP || !has(entries.head().size() >>> (HEIGHT * level), index, count)) {
            return Optional.empty();
        }
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        entries.nodes(HEIGHT * level, index * WIDTH, count).forEach(tile::writeBytes);
        return Optional.of(tile.toByteArray());
    }

    /** Returns entries, each after two bytes that tell its length; empty as above. */
    Optional<byte[]> entries(long index, int count) throws IOException {
        if (!has(entries.head().size(), index, count)) {
            return Optional.empty();
        }
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] content = entries.entry(index * WIDTH + i).orElseThrow().content();
            tile.writeBytes(
                    ByteBuffer.allocate(Short.BYTES).putShort((short) content.length).array());
            tile.writeBytes(content);
        }
        return Optional.of(tile.toByteArray());
    }

    private static boolean has(long size, long index, int count) {
        return index < size && size - count >= index * WIDTH;
    }

    @Override
    public void close() throws IOException {
        distinct.close();
    }
}
