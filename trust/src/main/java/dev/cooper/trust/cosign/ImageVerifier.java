package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.SimpleSigning;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Verifies the signatures on images with a public key. */
public final class ImageVerifier {
    private static final int MOST = 100;

    private final Attachments home;
    private final Verifier key;
    private final Map<String, String> wanted;

    /**
     * Makes a verifier.
     *
     * @param home where the images and the signatures are
     * @param wanted annotations that a signature must have
     */
    public ImageVerifier(Attachments home, Verifier key, Map<String, String> wanted) {
        this.home = home;
        this.key = key;
        this.wanted = Map.copyOf(wanted);
    }

    /**
     * Looks at the signatures of an image, in both forms.
     *
     * @return each that was found, whether it holds or not; empty when there are none
     * @throws IOException when the home cannot be read
     */
    public List<FoundSignature> verify(Descriptor image) throws IOException {
        List<FoundSignature> found = new ArrayList<>();
        for (Descriptor one : few(home.referrers(image.digest()))) {
            Optional<Descriptor> bundle = bundleIn(one);
            if (bundle.isPresent()) {
                found.add(ofBundle(bundle.get(), image.digest()));
            }
        }
        Optional<ImageManifest> tagged = home.tagged(image.digest(), "sig");
        if (tagged.isPresent()) {
            for (Descriptor layer : few(tagged.get().layers())) {
                if (layer.mediaType().equals(SimpleSigning.MEDIA_TYPE)) {
                    found.add(ofLayer(layer, image.digest()));
                }
            }
        }
        return found;
    }

    private static List<Descriptor> few(List<Descriptor> some) throws IOException {
        if (some.size() > MOST) {
            throw new IOException(
                    some.size() + " signatures hang on the image, at most " + MOST + " are read");
        }
        return some;
    }

    /** The bundle that a manifest holds, if it is of that kind. */
    private Optional<Descriptor> bundleIn(Descriptor manifest) throws IOException {
        try {
            List<Descriptor> layers = ImageManifest.parse(home.read(manifest)).layers();
            return layers.size() == 1 && layers.getFirst().mediaType().startsWith(Bundle.PREFIX)
                    ? Optional.of(layers.getFirst())
                    : Optional.empty();
        } catch (SyntaxException _) {
            return Optional.empty(); // whatever else refers to the image
        }
    }

    private FoundSignature ofBundle(Descriptor blob, Digest image) throws IOException {
        String reference = home.name().name() + "@" + image;
        try {
            Dsse envelope = Bundle.parse(home.read(blob)).envelope();
            List<Check> checks = new ArrayList<>();
            checks.add(signature(envelope.isSignedBy(key)));
            checks.add(
                    Check.of(
                            "payload-type",
                            envelope.payloadType().equals(Dsse.IN_TOTO),
                            "it is a statement",
                            "it is a " + envelope.payloadType() + ", want " + Dsse.IN_TOTO));
            Statement statement = Statement.parse(envelope.payload());
            checks.add(
                    Check.of(
                            "predicate-type",
                            statement.predicateType().equals(Statement.COSIGN_SIGN),
                            "it says that the image is signed",
                            "it states " + statement.predicateType() + ", which signs nothing"));
            Optional<Statement.Subject> subject =
                    statement.subjects().stream().filter(one -> one.is(image)).findFirst();
            checks.add(
                    Check.of(
                            "digest",
                            subject.isPresent(),
                            "it is about " + image,
                            "it is about something else than " + image));
            SortedMap<String, String> notes =
                    subject.map(Statement.Subject::annotations).orElse(new TreeMap<>());
            checks.add(annotations(notes));
            Check all = Check.all("signature-bundle", checks);
            return new FoundSignature(Form.BUNDLE, blob.digest(), reference, notes, all);
        } catch (SyntaxException e) {
            return damaged(Form.BUNDLE, blob, e);
        }
    }

    private FoundSignature ofLayer(Descriptor layer, Digest image) throws IOException {
        try {
            byte[] payload = home.read(layer);
            String text = layer.annotations().getOrDefault(ImageSigner.SIGNATURE, "");
            List<Check> checks = new ArrayList<>();
            checks.add(signature(key.verifies(payload, decoded(text))));
            SimpleSigning signed = SimpleSigning.parse(payload);
            checks.add(
                    Check.of(
                            "digest",
                            signed.digest().equals(image),
                            "it is about " + image,
                            "it is about " + signed.digest() + ", not " + image));
            checks.add(annotations(signed.annotations()));
            return new FoundSignature(
                    Form.TAG,
                    layer.digest(),
                    signed.dockerReference(),
                    signed.annotations(),
                    Check.all("signature-tag", checks));
        } catch (SyntaxException e) {
            return damaged(Form.TAG, layer, e);
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("the signature is no base64", e);
        }
    }

    private static Check signature(boolean holds) {
        return Check.of("signature", holds, "it is of the key", "it is not of the key");
    }

    private Check annotations(Map<String, String> noted) {
        for (Map.Entry<String, String> want : wanted.entrySet()) {
            String found = noted.get(want.getKey());
            if (!want.getValue().equals(found)) {
                return Check.failed(
                        "annotations",
                        want.getKey()
                                + " is "
                                + (found == null ? "not noted" : "\"" + found + "\"")
                                + ", want \""
                                + want.getValue()
                                + "\"");
            }
        }
        return Check.passed("annotations", "what is wanted is noted");
    }

    private static FoundSignature damaged(Form form, Descriptor blob, SyntaxException e) {
        Check check = Check.failed("form", String.valueOf(e.getMessage()));
        return new FoundSignature(form, blob.digest(), "", new TreeMap<>(), check);
    }
}
