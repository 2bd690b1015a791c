package dev.cooper.trust.keyless;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.root.SigningConfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs with a key, and has what it signed entered in transparency logs and stamped, so that it can
 * be told later when it was signed.
 */
public final class LoggedSigner {
    private static final long REKOR = 1;
    private static final long STAMPS = 1;
    private static final String PREFIX = "dev.sigstore.cosign/";

    private final SigningConfig config;
    private final Signer key;
    private final Instant now;
    private final Web web = new Web();

    /**
     * Makes a signer; nobody is asked yet.
     *
     * @param config whom to ask; one that names no logs makes signatures that are in none
     * @param now when it is
     */
    public LoggedSigner(SigningConfig config, Signer key, Instant now) {
        this.config = config;
        this.key = key;
        this.now = now;
    }

    /**
     * Signs a statement.
     *
     * @return a bundle with the key's name and all that proves when it signed
     * @throws SyntaxException when none of the services that the config names can be asked
     * @throws IOException when one cannot be reached, or refuses
     */
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        List<String> logs = logs();
        Dsse envelope = Dsse.sign(payloadType, payload, key);
        List<LogEntry> entries = new ArrayList<>();
        for (String log : logs) {
            entries.add(new Rekor(web, log).enter(envelope, pem()));
        }
        byte[] name = HexFormat.of().parseHex(PublicKeys.digest(key.publicKey()).hex());
        return new Bundle(
                Bundle.MEDIA_TYPE,
                new Bundle.Material.KeyHint(Base64.getEncoder().encodeToString(name)),
                entries,
                stamps(envelope.signatures().getFirst()),
                new Bundle.Content.Envelope(envelope));
    }

    /** Signs a message alone. */
    public byte[] sign(byte[] message) throws IOException {
        return key.sign(message);
    }

    /**
     * Returns what proves when a message was signed, as annotations of the older form, which has
     * room for one log.
     *
     * @param signature of {@link #sign}
     * @throws SyntaxException when none of the services that the config names can be asked
     * @throws IOException when one cannot be reached, or refuses
     */
    public Map<String, String> annotations(byte[] message, byte[] signature) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        List<String> logs = logs();
        if (!logs.isEmpty()) {
            Rekor log = new Rekor(web, logs.getFirst());
            Optional<Dsse> statement = Dsse.decode(message);
            LogEntry entry =
                    statement.isEmpty()
                            ? log.enter(Digest.sha256(message).hex(), signature, pem())
                            : log.enter(sealed(statement.get(), signature), pem());
            notes.put(PREFIX + "bundle", text(entry));
        }
        List<byte[]> stamps = stamps(signature);
        if (!stamps.isEmpty()) {
            String stamp = Base64.getEncoder().encodeToString(stamps.getFirst());
            notes.put(
                    PREFIX + "rfc3161timestamp",
                    Json.writeString(Map.of("SignedRFC3161Timestamp", stamp)));
        }
        return notes;
    }

    private static Dsse sealed(Dsse open, byte[] signature) {
        return new Dsse(open.payloadType(), open.payload(), List.of(signature));
    }

    private static String text(LogEntry entry) throws IOException {
        byte[] promise =
                entry.promise()
                        .orElseThrow(() ->
                                new IOException(
                                        "the log promised nothing, which the older form needs;"
                                                + " leave --new-bundle-format=false out"));
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("body", entry.body());
        payload.put("integratedTime", entry.integratedTime());
        payload.put("logIndex", entry.index());
        payload.put("logID", entry.logId());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("SignedEntryTimestamp", Base64.getEncoder().encodeToString(promise));
        json.put("Payload", payload);
        return new String(Json.write(json), StandardCharsets.UTF_8);
    }

    private String pem() {
        return PublicKeys.pem(key.publicKey());
    }

    private List<String> logs() {
        return urls(SigningConfig.choose(config.logs(), config.logChoice(), REKOR, now));
    }

    private List<byte[]> stamps(byte[] signature) throws IOException {
        List<byte[]> stamps = new ArrayList<>();
        for (String authority :
                urls(
                        SigningConfig.choose(
                                config.timestampAuthorities(),
                                config.timestampChoice(),
                                STAMPS,
                                now))) {
            stamps.add(new StampClient(web, authority).stamp(signature));
        }
        return stamps;
    }

    private static List<String> urls(List<SigningConfig.Service> services) {
        return services.stream().map(SigningConfig.Service::url).toList();
    }
}
