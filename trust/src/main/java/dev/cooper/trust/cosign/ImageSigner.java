package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.SimpleSigning;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signs images with a key. */
public final class ImageSigner {
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    private final Attachments home;
    private final Signer signer;
    private final Instant now;

    /**
     * Makes a signer.
     *
     * @param home where the images are, and the signatures go
     * @param now when it is
     */
    public ImageSigner(Attachments home, Signer signer, Instant now) {
        this.home = home;
        this.signer = signer;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Signs an image.
     *
     * @param image its manifest or index
     * @param annotations what is noted in the signature
     * @throws IOException when the home cannot be written, or what keeps the key refuses
     */
    public void sign(Descriptor image, Map<String, String> annotations, Form form)
            throws IOException {
        switch (form) {
            case BUNDLE -> signBundle(image, annotations);
            case TAG -> signTag(image, annotations);
        }
    }

    private void signBundle(Descriptor image, Map<String, String> annotations) throws IOException {
        Statement statement = Statement.ofSignature(image.digest(), annotations);
        Dsse envelope = Dsse.sign(Dsse.IN_TOTO, statement.toJson(), signer);
        byte[] raw = HexFormat.of().parseHex(PublicKeys.digest(signer.publicKey()).hex());
        Bundle bundle = Bundle.ofKey(Base64.getEncoder().encodeToString(raw), envelope);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("dev.sigstore.bundle.content", "dsse-envelope");
        notes.put("dev.sigstore.bundle.predicateType", Statement.COSIGN_SIGN);
        notes.put("org.opencontainers.image.created", now.toString());
        home.attach(image, Bundle.MEDIA_TYPE, bundle.toJson(), notes);
    }

    private void signTag(Descriptor image, Map<String, String> annotations) throws IOException {
        byte[] payload =
                new SimpleSigning(home.name().name(), image.digest(), new TreeMap<>(annotations))
                        .toJson();
        String signature = Base64.getEncoder().encodeToString(signer.sign(payload));
        home.append(
                image.digest(),
                "sig",
                SimpleSigning.MEDIA_TYPE,
                payload,
                Map.of(SIGNATURE, signature));
    }
}
