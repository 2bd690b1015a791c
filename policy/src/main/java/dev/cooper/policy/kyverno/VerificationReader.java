package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Attestor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a rule wants of images. */
final class VerificationReader {
    /** What is filled in only when statements have been read. */
    private static final Set<String> LATER = Set.of("conditions", "message");

    private VerificationReader() {}

    /** Reads an element of {@code verifyImages}. */
    static VerifyRule.Written written(YamlNode one) {
        for (String field : List.of("image", "imageReferences", "skipImageReferences")) {
            if (isOpen(one.get(field))) {
                throw one.get(field).wrong("names of images are not filled in; write them out");
            }
        }
        return new VerifyRule.Written(read(one), isOpen(one) ? Optional.of(one) : Optional.empty());
    }

    /** Reads it anew with all that is known filled in. */
    static ImageVerification filled(YamlNode one, Template template) {
        return read(one.filled(text -> Template.isOpen(text) ? template.text(text) : text, LATER));
    }

    private static boolean isOpen(YamlNode node) {
        boolean[] open = {false};
        YamlNode _ =
                node.filled(
                        text -> {
                            open[0] |= Template.isOpen(text);
                            return text;
                        },
                        LATER);
        return open[0];
    }

    static ImageVerification read(YamlNode one) {
        one.only(
                "type",
                "image",
                "imageReferences",
                "skipImageReferences",
                "key",
                "roots",
                "subject",
                "issuer",
                "additionalExtensions",
                "annotations",
                "attestors",
                "attestations",
                "repository",
                "cosignOCI11",
                "mutateDigest",
                "verifyDigest",
                "required",
                "failureAction",
                "validate",
                "imageRegistryCredentials",
                "useCache");
        String type = one.get("type").text("Cosign");
        if (!List.of("Cosign", "SigstoreBundle", "Notary").contains(type)) {
            throw one.get("type").wrong("want Cosign, SigstoreBundle or Notary");
        }
        List<Wildcard> images =
                new ArrayList<>(ClusterPolicyReader.patterns(one.get("imageReferences")));
        if (one.get("image").exists()) {
            images.add(new Wildcard(one.get("image").text()));
        }
        if (images.isEmpty()) {
            throw one.get("imageReferences").wrong("it is missing");
        }
        one.get("validate").only("message", "deny", "pattern", "anyPattern", "foreach");
        for (String other : List.of("pattern", "anyPattern", "foreach")) {
            if (one.get("validate", other).exists()) {
                throw one.get("validate", other)
                        .wrong("of what is stated, only deny is known here");
            }
        }
        YamlNode deny = one.get("validate", "deny");
        deny.only("conditions");
        obeyed(one);
        AttestorReader reader =
                new AttestorReader(one.get("annotations").textMap(), one.get("repository").text());
        List<AttestorSet> attestors = new ArrayList<>(reader.older(one));
        attestors.addAll(reader.sets(one.get("attestors")));
        boolean notary = type.equals("Notary");
        List<AttestorSet> signers = notary ? notary(attestors) : attestors;
        List<Attestation> attestations = new ArrayList<>();
        for (YamlNode each : one.get("attestations").elements()) {
            attestations.add(attestation(each, reader, signers, notary));
        }
        return new ImageVerification(
                images,
                ClusterPolicyReader.patterns(one.get("skipImageReferences")),
                signers,
                attestations,
                ClusterPolicyReader.enforces(one.get("failureAction")),
                one.get("mutateDigest").isTrue(true),
                one.get("verifyDigest").isTrue(true),
                one.get("required").isTrue(true),
                one.get("useCache").isTrue(true),
                deny.exists()
                        ? Optional.of(Conditions.read(deny.get("conditions")))
                        : Optional.empty(),
                one.get("validate", "message").text().strip(),
                one.where());
    }

    /** Refuses what is written and would not be obeyed. */
    private static void obeyed(YamlNode one) {
        RegistryAccess.check(one.get("imageRegistryCredentials"));
        if (one.get("cosignOCI11").isTrue(false)) {
            throw one.get("cosignOCI11")
                    .wrong(
                            "signatures in the experimental form of OCI 1.1 are not read here;"
                                    + " bundles that refer to the image are, without this");
        }
    }

    private static Attestation attestation(
            YamlNode one, AttestorReader reader, List<AttestorSet> fallback, boolean notary) {
        one.only("name", "type", "predicateType", "attestors", "conditions");
        List<AttestorSet> own = reader.sets(one.get("attestors"));
        List<AttestorSet> attestors = own.isEmpty() ? fallback : notary ? notary(own) : own;
        String type = one.get("type").text(one.get("predicateType").text());
        if (type.isEmpty()) {
            throw one.get("type").wrong("it is missing");
        }
        return new Attestation(
                one.get("name").text(), type, attestors, Conditions.read(one.get("conditions")));
    }

    /** What are certificates of signers elsewhere are authorities there. */
    private static List<AttestorSet> notary(List<AttestorSet> sets) {
        return sets.stream()
                .map(set ->
                        new AttestorSet(
                                set.count(),
                                set.entries().stream().map(VerificationReader::notary).toList()))
                .toList();
    }

    private static AttestorSet.Entry notary(AttestorSet.Entry entry) {
        return switch (entry) {
            case AttestorSet.Entry.Several several ->
                    new AttestorSet.Entry.Several(notary(List.of(several.set())).getFirst());
            case AttestorSet.Entry.One one ->
                    one.attestor().credential() instanceof Attestor.Certificate it
                            ? new AttestorSet.Entry.One(
                                    new Attestor(
                                            new Attestor.Notation(
                                                    it.certificate() + "\n" + it.chain(), ""),
                                            one.attestor().logs(),
                                            one.attestor().annotations(),
                                            one.attestor().repository()))
                            : entry;
        };
    }
}
