package dev.cooper.trust.bundle;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.log.Checkpoint;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.log.Merkle;
import dev.cooper.trust.log.SignedNote;
import dev.cooper.trust.root.TrustedLog;
import dev.cooper.trust.verdict.Check;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Checks the entries of transparency logs about a signature. */
final class LogCheck {
    private static final String NAME = "transparency-log";

    private final List<TrustedLog> logs;

    LogCheck(List<TrustedLog> logs) {
        this.logs = logs;
    }

    /**
     * Checks all entries of known logs.
     *
     * @param times where the times are added that logs prove
     */
    Check check(Signed signed, PublicKey key, List<Instant> times) {
        if (signed.entries().isEmpty()) {
            return Check.failed(NAME, "the signature comes with no entry of a transparency log");
        }
        List<Check> checks = new ArrayList<>();
        for (LogEntry entry : signed.entries()) {
            Optional<TrustedLog> log = logOf(entry);
            if (log.isPresent()) {
                checks.add(entry(entry, log.get(), signed, key, times));
            }
        }
        return checks.isEmpty()
                ? Check.failed(
                        NAME,
                        "the trusted root does not know the log "
                                + signed.entries().getFirst().logId())
                : Check.all(NAME, checks);
    }

    private Optional<TrustedLog> logOf(LogEntry entry) {
        return logs.stream().filter(log -> log.id().equals(entry.logId())).findFirst();
    }

    private Check entry(
            LogEntry entry, TrustedLog log, Signed signed, PublicKey key, List<Instant> times) {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(
                    new LogBody(signed, key)
                            .difference(entry)
                            .map(difference -> Check.failed("log-entry-body", difference))
                            .orElseGet(() ->
                                    Check.passed("log-entry-body", "it is about the signature")));
            if (entry.promise().isPresent()) {
                checks.add(promise(entry, log, times));
            }
            if (entry.proof().isPresent()) {
                checks.add(inclusion(entry, entry.proof().get(), log));
            } else if (signed.proofs() || entry.promise().isEmpty()) {
                checks.add(
                        Check.failed(
                                "inclusion-proof", "nothing proves that the entry is in the log"));
            }
        } catch (SyntaxException e) {
            checks.add(Check.failed("form", String.valueOf(e.getMessage())));
        }
        return Check.all("log-entry", checks);
    }

    private Check promise(LogEntry entry, TrustedLog log, List<Instant> times) {
        String name = "inclusion-promise";
        if (!entry.isPromisedBy(log.verifier())) {
            return Check.failed(
                    name, "the signed entry timestamp is not of the log for this entry");
        }
        Instant time = Instant.ofEpochSecond(entry.integratedTime());
        if (!log.period().holds(time)) {
            return Check.failed(
                    name, "the log took it at " + time + " but is trusted only " + log.period());
        }
        times.add(time);
        return Check.passed(name, "the log took it at " + time);
    }

    private static Check inclusion(LogEntry entry, InclusionProof proof, TrustedLog log) {
        Optional<byte[]> root =
                Merkle.root(
                        Merkle.leaf(entry.content()), proof.index(), proof.size(), proof.hashes());
        if (root.isEmpty() || !HexFormat.of().formatHex(root.get()).equals(proof.root())) {
            return Check.failed(
                    "inclusion-proof", "the proof does not lead from the entry to its root");
        }
        if (proof.checkpoint().isEmpty()) {
            return Check.failed("checkpoint", "the proof comes without a checkpoint of the log");
        }
        SignedNote note = SignedNote.parse(proof.checkpoint());
        Checkpoint tree = Checkpoint.parse(note.text());
        if (!note.names(tree.signer(), log.verifier().key())) {
            return Check.failed("checkpoint", "the log did not sign the checkpoint");
        }
        if (!note.isSignedBy(tree.signer(), log.verifier())) {
            return Check.failed("checkpoint", "the signature of the checkpoint does not hold");
        }
        return Check.of(
                "checkpoint",
                tree.size() == proof.size() && tree.root().equals(proof.root()),
                "it is in the log's tree of " + tree.size(),
                "the checkpoint is of another tree than the proof");
    }

    /** Whether the logs that say no time themselves were to be trusted at the times proved. */
    Optional<Check> period(Signed signed, List<Instant> times) {
        for (LogEntry entry : signed.entries()) {
            Optional<TrustedLog> log = logOf(entry);
            if (log.isPresent()
                    && entry.promise().isEmpty()
                    && times.stream().anyMatch(time -> !log.get().period().holds(time))) {
                return Optional.of(
                        Check.failed(
                                NAME,
                                "the log is trusted only "
                                        + log.get().period()
                                        + ", the signature is of another time"));
            }
        }
        return Optional.empty();
    }
}
