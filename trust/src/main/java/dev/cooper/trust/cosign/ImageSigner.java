package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.SimpleSigning;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signs images, and statements about them. */
public final class ImageSigner {
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    static final String PREDICATE_TYPE = "predicateType";

    private final Attachments home;
    private final Sealer sealer;
    private final Instant now;

    /**
     * Makes a signer.
     *
     * @param home where the images are, and the signatures go
     * @param now when it is
     */
    public ImageSigner(Attachments home, Sealer sealer, Instant now) {
        this.home = home;
        this.sealer = sealer;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Makes a signer with a key. */
    public ImageSigner(Attachments home, Signer key, Instant now) {
        this(home, new KeySealer(key), now);
    }

    /**
     * Signs an image.
     *
     * @param image its manifest or index
     * @param annotations what is noted in the signature
     * @return what was stored: a bundle, or what is signed, under the tag
     * @throws IOException when the home cannot be written, or what keeps the key refuses
     */
    public byte[] sign(Descriptor image, Map<String, String> annotations, Form form)
            throws IOException {
        return switch (form) {
            case BUNDLE ->
                    attach(
                            image,
                            bundle(Statement.ofSignature(image.digest(), annotations)),
                            Statement.COSIGN_SIGN);
            case TAG -> {
                byte[] payload = payload(image, annotations);
                store(image, payload, Sealed.of(sealer.bundle(payload)));
                yield payload;
            }
        };
    }

    /** Returns what the older form signs about an image. */
    public byte[] payload(Descriptor image, Map<String, String> annotations) {
        return new SimpleSigning(home.name().name(), image.digest(), new TreeMap<>(annotations))
                .toJson();
    }

    /**
     * Stores a signature of the older form.
     *
     * @param payload of {@link #payload}
     * @throws IOException when the home cannot be written
     */
    public void store(Descriptor image, byte[] payload, Sealed sealed) throws IOException {
        Map<String, String> notes = new HashMap<>(sealed.annotations());
        notes.put(SIGNATURE, Base64.getEncoder().encodeToString(sealed.signature()));
        home.append(image.digest(), "sig", SimpleSigning.MEDIA_TYPE, payload, notes);
    }

    /**
     * States something about an image.
     *
     * @param image its manifest or index
     * @return what was stored: a bundle, or an envelope under the tag
     * @throws IOException when the home cannot be written, or what keeps the key refuses
     */
    public byte[] attest(Descriptor image, Predicate predicate, Form form) throws IOException {
        Statement statement = statement(image, predicate);
        return switch (form) {
            case BUNDLE -> attach(image, bundle(statement), predicate.type());
            case TAG -> {
                Bundle bundle = bundle(statement);
                byte[] envelope = bundle.envelope().toJson();
                Map<String, String> notes = new HashMap<>(Sealed.of(bundle).annotations());
                notes.put(SIGNATURE, "");
                notes.put(PREDICATE_TYPE, predicate.type());
                home.append(image.digest(), "att", Stored.ENVELOPE, envelope, notes);
                yield envelope;
            }
        };
    }

    /** Signs a statement about an image, as a bundle, and stores it nowhere. */
    public byte[] attestation(Descriptor image, Predicate predicate) throws IOException {
        return bundle(statement(image, predicate)).toJson();
    }

    /** As cosign states it: of the older version, with the name. */
    private Statement statement(Descriptor image, Predicate predicate) {
        SortedMap<String, String> digest = new TreeMap<>();
        digest.put(image.digest().algorithm().id(), image.digest().hex());
        Statement.Subject subject =
                new Statement.Subject(home.name().name(), digest, new TreeMap<>());
        return new Statement(
                Statement.V0_1, List.of(subject), predicate.type(), predicate.content());
    }

    private Bundle bundle(Statement statement) throws IOException {
        return sealer.bundle(Dsse.IN_TOTO, statement.toJson());
    }

    private byte[] attach(Descriptor image, Bundle bundle, String predicateType)
            throws IOException {
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("dev.sigstore.bundle.content", "dsse-envelope");
        notes.put("dev.sigstore.bundle.predicateType", predicateType);
        notes.put("org.opencontainers.image.created", now.toString());
        byte[] content = bundle.toJson();
        home.attach(image, Bundle.MEDIA_TYPE, content, notes);
        return content;
    }
}
