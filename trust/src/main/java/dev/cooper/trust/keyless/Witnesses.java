package dev.cooper.trust.keyless;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.SigningConfig.Service;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who is told of signatures: transparency logs, and authorities that stamp the time on them. */
final class Witnesses {
    /** Which versions of the API of logs are spoken at most. */
    static final long NEWEST = 2;

    private static final long STAMPS = 1;

    private final Web web;
    private final List<Service> logs;
    private final List<Service> stamps;

    /**
     * Chooses whom to tell; nobody is asked yet.
     *
     * @param newest the newest version of the API of logs that may be chosen
     * @throws SyntaxException when too few of what the config names can be asked
     */
    Witnesses(Web web, SigningConfig config, long newest, Instant now) {
        this.web = web;
        this.logs = SigningConfig.choose(config.logs(), config.logChoice(), newest, now);
        this.stamps =
                SigningConfig.choose(
                        config.timestampAuthorities(), config.timestampChoice(), STAMPS, now);
    }

    /**
     * What the witnesses said.
     *
     * @param entries of the logs
     * @param stamps over the signature
     */
    record Witnessed(List<LogEntry> entries, List<byte[]> stamps) {
        Bundle bundle(Bundle.Material material, Bundle.Content content) {
            return new Bundle(Bundle.MEDIA_TYPE, material, entries, stamps, content);
        }
    }

    /**
     * Sees that a log is among them and that they will prove the time, without which certificates
     * cannot be verified.
     *
     * @throws SyntaxException when none does
     */
    void requireTime() {
        if (logs.isEmpty()) {
            throw new SyntaxException(
                    "the signing config names no transparency log, so that nobody could verify");
        }
        if (stamps.isEmpty() && logs.stream().allMatch(log -> log.version() > 1)) {
            throw new SyntaxException(
                    "the signing config names no authority for time stamps, and the log "
                            + logs.getFirst().url()
                            + " (version 2) proves no time, so that nobody could verify");
        }
    }

    /** Tells them of an envelope with one signature. */
    Witnessed tell(Dsse envelope, Shown shown) throws IOException {
        List<byte[]> times = stamped(envelope.signatures().getFirst());
        List<LogEntry> entries = new ArrayList<>();
        for (Service log : logs) {
            entries.add(log(log).enter(envelope, shown));
        }
        return new Witnessed(entries, times);
    }

    /** Tells them of the signature of a file. */
    Witnessed tell(byte[] message, byte[] signature, Shown shown) throws IOException {
        List<byte[]> times = stamped(signature);
        List<LogEntry> entries = new ArrayList<>();
        for (Service log : logs) {
            entries.add(log(log).enter(message, signature, shown));
        }
        return new Witnessed(entries, times);
    }

    private Log log(Service log) {
        return log.version() > 1 ? new TiledRekor(web, log.url()) : new Rekor(web, log.url());
    }

    /** Before the logs, which forget nothing, in case that one is not to be had. */
    private List<byte[]> stamped(byte[] signature) throws IOException {
        List<byte[]> times = new ArrayList<>();
        for (Service stamp : stamps) {
            times.add(new StampClient(web, stamp.url()).stamp(signature));
        }
        return times;
    }
}
