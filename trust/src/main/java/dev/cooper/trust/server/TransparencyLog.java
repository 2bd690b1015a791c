package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.log.Checkpoint;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.log.SignedNote;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log of signatures as Rekor 1 has it. What is proposed twice is entered once. Safe for several
 * threads.
 */
final class TransparencyLog implements AutoCloseable {
    private static final String FILE = "signatures.log";

    private final String name;
    private final KeyPair key;
    private final Clock clock;
    private final DistinctEntries distinct;
    private final AppendOnly entries;

    /**
     * Opens it.
     *
     * @param name what its checkpoints call it; never another for the same directory
     */
    TransparencyLog(ServerDirectory directory, String name, Clock clock) throws IOException {
        this.name = name;
        this.key = directory.key("rekor");
        this.clock = clock;
        this.distinct = new DistinctEntries(directory, FILE);
        this.entries = distinct.file();
    }

    KeyPair key() {
        return key;
    }

    /** The log's own id, hexadecimal. */
    String id() {
        return PublicKeys.digest(key.publicKey()).hex();
    }

    /** The number of the tree, of which this log has only one. */
    String treeId() {
        return Long.toUnsignedString(Long.parseUnsignedLong(treeHex(), 16));
    }

    private String treeHex() {
        // Positive as a signed number, too: that is how clients read it.
        long number =
                Long.parseUnsignedLong(
                                Digest.sha256(key.publicKey().getEncoded()).hex().substring(0, 16),
                                16)
                        & Long.MAX_VALUE;
        return "%016x".formatted(number);
    }

    /** How entries are named: tree and hash of the leaf. */
    String uuid(LogEntry entry) {
        return treeHex() + AppendOnly.leafHash(entry.content());
    }

    /** Enters it; what is there already is given as it is. */
    LogEntry enter(ProposedEntry proposed) throws IOException {
        return proved(distinct.enter(clock.instant().getEpochSecond(), proposed.body()));
    }

    Optional<LogEntry> entry(long index) throws IOException {
        Optional<Leaf> entry = entries.entry(index);
        return entry.isEmpty() ? Optional.empty() : Optional.of(proved(entry.get()));
    }

    /** Finds an entry by its name, with or without the tree's part. */
    Optional<LogEntry> entry(String uuid) throws IOException {
        String tree = treeHex();
        String leaf = uuid.startsWith(tree) ? uuid.substring(tree.length()) : uuid;
        OptionalLong index = distinct.index(leaf);
        return index.isEmpty() ? Optional.empty() : entry(index.getAsLong());
    }

    private LogEntry proved(Leaf entry) throws IOException {
        AppendOnly.Head head = entries.head();
        LogEntry bare =
                new LogEntry(
                        entry.index(),
                        id(),
                        "",
                        "",
                        entry.note(),
                        Optional.empty(),
                        Optional.of(
                                new InclusionProof(
                                        entry.index(),
                                        head.root(),
                                        head.size(),
                                        entries.inclusion(entry.index(), head.size()),
                                        checkpoint(head))),
                        Base64.getEncoder().encodeToString(entry.content()));
        return new LogEntry(
                bare.index(),
                bare.logId(),
                bare.kind(),
                bare.version(),
                bare.integratedTime(),
                Optional.of(key.sign(bare.promised())),
                bare.proof(),
                bare.body());
    }

    AppendOnly.Head head() {
        return entries.head();
    }

    String checkpoint(AppendOnly.Head head) throws IOException {
        Checkpoint text =
                new Checkpoint(name + " - " + treeId(), head.size(), head.root(), List.of());
        return SignedNote.sign(text.text(), name, key).note();
    }

    /** Proves that the tree of one size grew to that of another; empty when it never had it. */
    Optional<List<byte[]>> consistency(long first, long last) {
        if (first < 1 || first > last || last > entries.head().size()) {
            return Optional.empty();
        }
        return Optional.of(new ArrayList<>(entries.consistency(first, last)));
    }

    @Override
    public void close() throws IOException {
        distinct.close();
    }
}
