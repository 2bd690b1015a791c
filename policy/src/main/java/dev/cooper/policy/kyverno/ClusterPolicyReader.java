package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Attestor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads Kyverno's ClusterPolicy, and the Policy of a namespace. */
public final class ClusterPolicyReader {
    private ClusterPolicyReader() {}

    /** Tells whether a document is one. */
    public static boolean isPolicy(YamlNode document) {
        String kind = document.get("kind").text();
        return document.get("apiVersion").text().startsWith("kyverno.io/")
                && (kind.equals("ClusterPolicy") || kind.equals("Policy"));
    }

    /**
     * Reads a policy.
     *
     * @throws SyntaxException when it is wrong, or has rules of another kind
     */
    public static ClusterPolicy read(YamlNode document) {
        YamlNode spec = document.get("spec");
        spec.only(
                "validationFailureAction",
                "validationFailureActionOverrides",
                "failurePolicy",
                "background",
                "rules",
                "webhookTimeoutSeconds",
                "webhookConfiguration",
                "applyRules",
                "schemaValidation",
                "generateExistingOnPolicyUpdate",
                "generateExisting",
                "mutateExistingOnPolicyUpdate",
                "admission",
                "emitWarning",
                "useServerSideApply");
        List<VerifyRule> rules =
                spec.get("rules").elements().stream().map(ClusterPolicyReader::rule).toList();
        if (rules.isEmpty()) {
            throw spec.get("rules").wrong("there is no rule");
        }
        return new ClusterPolicy(
                document.get("metadata", "name").wantedText(),
                enforces(spec.get("validationFailureAction")).orElse(false),
                overrides(spec.get("validationFailureActionOverrides")),
                spec.get("failurePolicy").text().equals("Ignore"),
                rules);
    }

    private static Optional<Boolean> enforces(YamlNode action) {
        return switch (action.text().toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "enforce" -> Optional.of(true);
            case "audit" -> Optional.of(false);
            default -> throw action.wrong("want Audit or Enforce");
        };
    }

    private static List<ClusterPolicy.Elsewhere> overrides(YamlNode list) {
        List<ClusterPolicy.Elsewhere> overrides = new ArrayList<>();
        for (YamlNode each : list.elements()) {
            each.only("action", "namespaces");
            overrides.add(
                    new ClusterPolicy.Elsewhere(
                            enforces(each.get("action")).orElse(false),
                            patterns(each.get("namespaces"))));
        }
        return overrides;
    }

    private static List<Wildcard> patterns(YamlNode list) {
        return list.texts().stream().map(Wildcard::new).toList();
    }

    private static VerifyRule rule(YamlNode rule) {
        String name = rule.get("name").wantedText();
        for (String other : List.of("validate", "mutate", "generate")) {
            if (rule.get(other).exists()) {
                throw rule.get(other)
                        .wrong(
                                "the rule "
                                        + name
                                        + " is not about images; only verifyImages is known here");
            }
        }
        for (String other : List.of("context", "preconditions", "celPreconditions")) {
            if (rule.get(other).exists()) {
                throw rule.get(other)
                        .wrong(
                                "what the rule "
                                        + name
                                        + " looks up in a cluster is not known here");
            }
        }
        rule.only(
                "name",
                "match",
                "exclude",
                "verifyImages",
                "imageExtractors",
                "skipBackgroundRequests");
        ResourceMatch match = ResourceMatch.read(rule.get("match"));
        if (match.isEmpty()) {
            throw rule.get("match").wrong("it matches nothing");
        }
        List<ImageVerification> images =
                rule.get("verifyImages").elements().stream()
                        .map(ClusterPolicyReader::images)
                        .toList();
        if (images.isEmpty()) {
            throw rule.get("verifyImages").wrong("it is missing");
        }
        return new VerifyRule(name, match, ResourceMatch.read(rule.get("exclude")), images);
    }

    private static ImageVerification images(YamlNode one) {
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
        List<Wildcard> images = new ArrayList<>(patterns(one.get("imageReferences")));
        if (one.get("image").exists()) {
            images.add(new Wildcard(one.get("image").text()));
        }
        if (images.isEmpty()) {
            throw one.get("imageReferences").wrong("it is missing");
        }
        if (one.get("validate", "deny").exists()) {
            throw one.get("validate", "deny").wrong("this is not known here");
        }
        obeyed(one);
        AttestorReader reader =
                new AttestorReader(one.get("annotations").textMap(), one.get("repository").text());
        List<AttestorSet> attestors = new ArrayList<>(reader.older(one));
        attestors.addAll(reader.sets(one.get("attestors")));
        List<Attestation> attestations = new ArrayList<>();
        for (YamlNode each : one.get("attestations").elements()) {
            attestations.add(attestation(each, reader, attestors));
        }
        boolean required = one.get("required").isTrue(true);
        if (required && attestors.isEmpty() && attestations.isEmpty()) {
            throw one.wrong(
                    "images are required to be verified, and nobody is named who must have signed;"
                            + " want attestors, or required: false");
        }
        return new ImageVerification(
                images,
                patterns(one.get("skipImageReferences")),
                type.equals("Notary") ? notary(attestors) : attestors,
                attestations,
                enforces(one.get("failureAction")),
                one.get("mutateDigest").isTrue(true),
                one.get("verifyDigest").isTrue(true),
                one.get("useCache").isTrue(true),
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
            YamlNode one, AttestorReader reader, List<AttestorSet> fallback) {
        one.only("name", "type", "predicateType", "attestors", "conditions");
        List<AttestorSet> own = reader.sets(one.get("attestors"));
        List<AttestorSet> attestors = own.isEmpty() ? fallback : own;
        if (attestors.isEmpty()) {
            throw AttestorReader.none(one);
        }
        String type = one.get("type").text(one.get("predicateType").text());
        if (type.isEmpty()) {
            throw one.get("type").wrong("it is missing");
        }
        return new Attestation(type, attestors, Conditions.read(one.get("conditions")));
    }

    /** What are certificates of signers elsewhere are authorities there. */
    private static List<AttestorSet> notary(List<AttestorSet> sets) {
        return sets.stream()
                .map(set ->
                        new AttestorSet(
                                set.count(),
                                set.entries().stream().map(ClusterPolicyReader::notary).toList()))
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
