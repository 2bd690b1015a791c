package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
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

/** Verifies the signatures on images, and the statements about them. */
public final class ImageVerifier {
    private final Attachments home;
    private final Trusted trusted;
    private final Map<String, String> wanted;

    /**
     * Makes a verifier.
     *
     * @param home where the images and the signatures are
     * @param trusted whose signatures count
     * @param wanted annotations that a signature must have
     */
    public ImageVerifier(Attachments home, Trusted trusted, Map<String, String> wanted) {
        this.home = home;
        this.trusted = trusted;
        this.wanted = Map.copyOf(wanted);
    }

    /** Makes a verifier with one key. */
    public ImageVerifier(Attachments home, Verifier key, Map<String, String> wanted) {
        this(home, new TrustedKeys(List.of(key)), wanted);
    }

    /**
     * Looks at the signatures of an image, in both forms.
     *
     * @return each that was found, whether it holds or not; empty when there are none
     * @throws IOException when the home cannot be read
     */
    public List<FoundSignature> verify(Descriptor image) throws IOException {
        List<FoundSignature> found = new ArrayList<>();
        for (Stored one : Stored.bundles(home, image.digest())) {
            found.add(ofBundle(one.blob(), image.digest()));
        }
        for (Stored one : Stored.layers(home, image.digest(), "sig", SimpleSigning.MEDIA_TYPE)) {
            found.add(ofLayer(one.blob(), image.digest()));
        }
        return found;
    }

    /**
     * Looks at the statements about an image, in both forms.
     *
     * @param predicateType what must be stated
     * @return each that states it or is damaged, whether it holds or not
     * @throws IOException when the home cannot be read
     */
    public List<FoundAttestation> attestations(Descriptor image, String predicateType)
            throws IOException {
        List<FoundAttestation> found = new ArrayList<>();
        for (Stored one : Stored.bundles(home, image.digest())) {
            try {
                Bundle bundle = Bundle.parse(home.read(one.blob()));
                found.add(
                        attestation(
                                one, bundle.envelope(), trusted.bundle(bundle), image.digest()));
            } catch (SyntaxException e) {
                found.add(damaged(one, e));
            }
        }
        for (Stored one : Stored.layers(home, image.digest(), "att", Stored.ENVELOPE)) {
            try {
                Dsse envelope = Dsse.parse(home.read(one.blob()));
                found.add(
                        attestation(
                                one,
                                envelope,
                                layer(envelope, one.blob().annotations()),
                                image.digest()));
            } catch (SyntaxException e) {
                found.add(damaged(one, e));
            }
        }
        found.removeIf(one -> isOther(one, predicateType));
        return found;
    }

    /** Whether it says itself that it states something else, so that nobody asked for it. */
    private static boolean isOther(FoundAttestation one, String predicateType) {
        return one.statement().isPresent()
                && !one.statement().get().predicateType().equals(predicateType);
    }

    /** One signature of the envelope must be trusted. */
    private Check layer(Dsse envelope, Map<String, String> annotations) {
        byte[] message = Dsse.encode(envelope.payloadType(), envelope.payload());
        List<Check> each =
                envelope.signatures().stream()
                        .map(one -> trusted.layer(message, one, annotations))
                        .toList();
        return each.size() == 1 ? each.getFirst() : Check.any("signature", each);
    }

    private static FoundAttestation attestation(
            Stored stored, Dsse envelope, Check signature, Digest image) {
        Statement statement = Statement.parse(envelope.payload());
        List<Check> checks = List.of(signature, payloadType(envelope), subject(statement, image));
        return new FoundAttestation(
                stored.form(),
                stored.blob().digest(),
                Optional.of(envelope),
                Optional.of(statement),
                Check.all("attestation", checks));
    }

    private static FoundAttestation damaged(Stored stored, SyntaxException e) {
        return new FoundAttestation(
                stored.form(),
                stored.blob().digest(),
                Optional.empty(),
                Optional.empty(),
                Check.failed("form", String.valueOf(e.getMessage())));
    }

    private FoundSignature ofBundle(Descriptor blob, Digest image) throws IOException {
        String reference = home.name().name() + "@" + image;
        try {
            Bundle bundle = Bundle.parse(home.read(blob));
            Dsse envelope = bundle.envelope();
            List<Check> checks = new ArrayList<>();
            checks.add(trusted.bundle(bundle));
            checks.add(payloadType(envelope));
            Statement statement = Statement.parse(envelope.payload());
            checks.add(
                    Check.of(
                            "predicate-type",
                            statement.predicateType().equals(Statement.COSIGN_SIGN),
                            "it says that the image is signed",
                            "it states " + statement.predicateType() + ", which signs nothing"));
            checks.add(subject(statement, image));
            SortedMap<String, String> noted =
                    about(statement, image)
                            .map(Statement.Subject::annotations)
                            .orElseGet(TreeMap::new);
            checks.add(annotations(noted));
            return new FoundSignature(
                    Form.BUNDLE,
                    blob.digest(),
                    reference,
                    noted,
                    Check.all("signature-bundle", checks));
        } catch (SyntaxException e) {
            return damaged(Form.BUNDLE, blob, e);
        }
    }

    private static Check payloadType(Dsse envelope) {
        return Check.of(
                "payload-type",
                envelope.payloadType().equals(Dsse.IN_TOTO),
                "it is a statement",
                "it is a " + envelope.payloadType() + ", want " + Dsse.IN_TOTO);
    }

    private static Check subject(Statement statement, Digest image) {
        return Check.of(
                "digest",
                about(statement, image).isPresent(),
                "it is about " + image,
                "it is about something else than " + image);
    }

    private static Optional<Statement.Subject> about(Statement statement, Digest image) {
        return statement.subjects().stream().filter(one -> one.is(image)).findFirst();
    }

    private FoundSignature ofLayer(Descriptor layer, Digest image) throws IOException {
        try {
            byte[] payload = home.read(layer);
            String text = layer.annotations().getOrDefault(ImageSigner.SIGNATURE, "");
            List<Check> checks = new ArrayList<>();
            checks.add(trusted.layer(payload, decoded(text), layer.annotations()));
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
