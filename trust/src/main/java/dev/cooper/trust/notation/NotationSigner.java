package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signs artifacts with a key and its certificates. */
public final class NotationSigner {
    private static final String AGENT = "cooper";
    private static final String THUMBPRINTS = "io.cncf.notary.x509chain.thumbprint#S256";

    private final Attachments home;
    private final SigningKey key;
    private final Instant now;

    /**
     * Makes a signer.
     *
     * @param home where the artifacts are, and the signatures go
     * @param now when it is
     */
    public NotationSigner(Attachments home, SigningKey key, Instant now) {
        this.home = home;
        this.key = key;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * How a signature is made.
     *
     * @param format of the envelope
     * @param expiry after which it does not hold any more
     * @param metadata what is noted in it
     * @param stamps who stamps the time
     */
    public record Wish(
            Format format,
            Optional<Duration> expiry,
            Map<String, String> metadata,
            Optional<TimestampService> stamps) {}

    /**
     * Signs an artifact.
     *
     * @return where the signature is
     * @throws dev.cooper.oci.SyntaxException when the wish cannot be fulfilled
     * @throws IOException when the home cannot be written, or who stamps the time not reached
     */
    public Descriptor sign(Descriptor artifact, Wish wish) throws IOException {
        byte[] envelope = envelope(artifact, wish);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put(
                THUMBPRINTS,
                Json.writeString(key.chain().stream().map(Certificates::thumbprint).toList()));
        notes.put("org.opencontainers.image.created", now.toString());
        return home.attach(artifact, Stored.TYPE, wish.format().mediaType(), envelope, notes);
    }

    /**
     * Whether an artifact has a signature of this key with some metadata.
     *
     * @throws IOException when the home cannot be read
     */
    public boolean hasSigned(Descriptor artifact, Map<String, String> metadata) throws IOException {
        for (Stored one : Stored.of(home, artifact)) {
            try {
                if (isOurs(one.envelope(home), artifact, metadata)) {
                    return true;
                }
            } catch (SyntaxException _) {
                // damaged, so not ours
            }
        }
        return false;
    }

    private boolean isOurs(Envelope envelope, Descriptor artifact, Map<String, String> metadata) {
        Payload payload = Payload.parse(envelope.payload());
        return payload.isOf(artifact)
                && payload.metadata().entrySet().containsAll(metadata.entrySet())
                && envelope.chain().getFirst().equals(key.chain().getFirst())
                && key.algorithm() == envelope.header().algorithm()
                && key.algorithm()
                        .verifies(
                                key.chain().getFirst().getPublicKey(),
                                envelope.signed(),
                                envelope.signature());
    }

    private byte[] envelope(Descriptor artifact, Wish wish) throws IOException {
        byte[] payload = Payload.of(artifact, wish.metadata()).toJson();
        Header header =
                new Header(
                        key.algorithm(),
                        Payload.MEDIA_TYPE,
                        Header.X509,
                        Optional.of(now),
                        Optional.empty(),
                        wish.expiry().map(now::plus),
                        Optional.empty(),
                        List.of());
        byte[] signed =
                switch (wish.format()) {
                    case JWS -> JwsEnvelope.signed(header, payload);
                    case COSE -> CoseEnvelope.signed(header, payload);
                };
        byte[] signature = key.sign(signed);
        Optional<byte[]> stamp = Optional.empty();
        if (wish.stamps().isPresent()) {
            stamp = Optional.of(wish.stamps().get().stamp(signature, key.algorithm()));
        }
        Envelope made =
                new Envelope(
                        wish.format(),
                        header,
                        payload,
                        signed,
                        signature,
                        key.chain(),
                        stamp,
                        Optional.of(AGENT));
        return switch (wish.format()) {
            case JWS -> JwsEnvelope.write(made);
            case COSE -> CoseEnvelope.write(made);
        };
    }
}
