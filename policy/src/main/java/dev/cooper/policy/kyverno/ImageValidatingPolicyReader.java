package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.kyverno.ImageValidatingPolicy.Images;
import dev.cooper.policy.kyverno.ImageValidatingPolicy.Named;
import dev.cooper.policy.kyverno.ImageValidatingPolicy.Parties;
import dev.cooper.policy.kyverno.ImageValidatingPolicy.Settings;
import dev.cooper.policy.kyverno.ImageValidatingPolicy.Validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Kyverno's ImageValidatingPolicy, and that of a namespace. */
public final class ImageValidatingPolicyReader {
    private static final String OF_A_NAMESPACE = "NamespacedImageValidatingPolicy";
    private static final int MOST = 100;

    /** What is known before the images are. */
    private static final Set<String> OF_OBJECTS =
            Set.of("object", "oldObject", "request", "namespaceObject", "variables");

    private ImageValidatingPolicyReader() {}

    /** Tells whether a document is one. */
    public static boolean isPolicy(YamlNode document) {
        String kind = document.get("kind").text();
        return document.get("apiVersion").text().startsWith("policies.kyverno.io/")
                && (kind.equals("ImageValidatingPolicy") || kind.equals(OF_A_NAMESPACE));
    }

    /**
     * Reads a policy.
     *
     * @throws SyntaxException when it is wrong, or wants what is not known here
     */
    public static ImageValidatingPolicy read(YamlNode document) {
        YamlNode spec = document.get("spec");
        spec.only(
                "matchConstraints",
                "matchConditions",
                "failurePolicy",
                "validationActions",
                "variables",
                "validationConfigurations",
                "matchImageReferences",
                "credentials",
                "images",
                "attestors",
                "attestations",
                "validations",
                "webhookConfiguration",
                "auditAnnotations",
                "evaluation",
                "autogen");
        RegistryAccess.check(spec.get("credentials"));
        Parties parties = new Parties(attestors(spec), attestations(spec.get("attestations")));
        List<Named> variables = named(spec.get("variables"), Expressions.VARIABLES);
        List<Validation> validations = validations(spec.get("validations"));
        boolean verifies =
                validations.stream().anyMatch(each -> isVerifying(each.program()))
                        || variables.stream().anyMatch(each -> isVerifying(each.program()));
        return new ImageValidatingPolicy(
                settings(document, verifies),
                named(spec.get("matchConditions"), OF_OBJECTS),
                images(spec),
                variables,
                parties,
                validations,
                notes(spec.get("auditAnnotations")),
                List.of());
    }

    private static boolean isVerifying(Program program) {
        return program.text().contains("verifyImageSignatures")
                || program.text().contains("verifyAttestationSignatures");
    }

    private static Settings settings(YamlNode document, boolean verifies) {
        YamlNode spec = document.get("spec");
        YamlNode evaluation = spec.get("evaluation");
        evaluation.only("mode", "admission", "background");
        if (!List.of("", "Kubernetes").contains(evaluation.get("mode").text())) {
            throw evaluation.get("mode").wrong("only objects of Kubernetes are judged here");
        }
        YamlNode checks = spec.get("validationConfigurations");
        checks.only("mutateDigest", "verifyDigest", "required");
        if (checks.get("required").isTrue(false) && !verifies) {
            throw checks.get("required")
                    .wrong("no expression verifies a signature or an attestation; leave it out");
        }
        boolean one = document.get("kind").text().equals(OF_A_NAMESPACE);
        return new Settings(
                document.get("metadata", "name").wantedText(),
                one ? document.get("metadata", "namespace").text("default") : "",
                ResourceRules.read(spec.get("matchConstraints"), spec.get("autogen")),
                evaluation.get("admission", "enabled").isTrue(true),
                refuses(spec.get("validationActions")),
                failsOpen(spec.get("failurePolicy")),
                checks.get("mutateDigest").isTrue(true),
                checks.get("verifyDigest").isTrue(true),
                checks.get("required").isTrue(true) && verifies,
                spec.where());
    }

    private static boolean refuses(YamlNode actions) {
        for (YamlNode each : actions.elements()) {
            if (!List.of("Deny", "Audit", "Warn").contains(each.text())) {
                throw each.wrong("want Deny, Audit or Warn");
            }
        }
        return actions.texts().isEmpty() || actions.texts().contains("Deny");
    }

    private static boolean failsOpen(YamlNode policy) {
        if (!List.of("", "Fail", "Ignore").contains(policy.text())) {
            throw policy.wrong("want Fail or Ignore");
        }
        return policy.text().equals("Ignore");
    }

    private static List<Named> named(YamlNode list, Set<String> known) {
        List<YamlNode> elements = list.elements();
        if (elements.size() > MOST) {
            throw list.wrong("more than " + MOST);
        }
        List<Named> all = new ArrayList<>();
        for (YamlNode each : elements) {
            each.only("name", "expression");
            String name = each.get("name").wantedText();
            if (all.stream().anyMatch(one -> one.name().equals(name))) {
                throw each.get("name").wrong("\"" + name + "\" is there twice");
            }
            all.add(new Named(name, Expressions.read(each.get("expression"), known)));
        }
        return all;
    }

    private static Images images(YamlNode spec) {
        List<Wildcard> globs = new ArrayList<>();
        List<Program> expressions = new ArrayList<>();
        for (YamlNode each : spec.get("matchImageReferences").elements()) {
            each.only("glob", "expression");
            if (each.get("glob").exists() == each.get("expression").exists()) {
                throw each.wrong("want glob or expression");
            }
            if (each.get("expression").exists()) {
                expressions.add(
                        Expressions.read(each.get("expression"), Expressions.OF_REFERENCES));
                continue;
            }
            String glob = each.get("glob").text();
            if (glob.chars().anyMatch(one -> "[]{}\\".indexOf(one) >= 0)) {
                throw each.get("glob").wrong("of patterns, only * and ? are known here");
            }
            globs.add(new Wildcard(glob));
        }
        return new Images(globs, expressions, named(spec.get("images"), OF_OBJECTS));
    }

    private static List<NamedAttestor> attestors(YamlNode spec) {
        return spec.get("attestors").elements().stream().map(NamedAttestor::read).toList();
    }

    private static Map<String, AttestationType> attestations(YamlNode list) {
        Map<String, AttestationType> types = new LinkedHashMap<>();
        for (YamlNode each : list.elements()) {
            each.only("name", "intoto", "referrer");
            boolean artifact = each.get("referrer").exists();
            if (artifact == each.get("intoto").exists()) {
                throw each.wrong("want intoto or referrer");
            }
            YamlNode kind = each.get(artifact ? "referrer" : "intoto");
            kind.only("type");
            types.put(
                    each.get("name").wantedText(),
                    new AttestationType(kind.get("type").wantedText(), artifact));
        }
        return types;
    }

    private static List<Named> notes(YamlNode list) {
        List<Named> all = new ArrayList<>();
        for (YamlNode each : list.elements()) {
            each.only("key", "valueExpression");
            all.add(
                    new Named(
                            each.get("key").wantedText(),
                            Expressions.read(each.get("valueExpression"), Expressions.VARIABLES)));
        }
        return all;
    }

    private static List<Validation> validations(YamlNode list) {
        List<Validation> all = new ArrayList<>();
        for (YamlNode each : list.elements()) {
            each.only("expression", "message", "messageExpression", "reason");
            YamlNode words = each.get("messageExpression");
            all.add(
                    new Validation(
                            Expressions.read(each.get("expression"), Expressions.VARIABLES),
                            each.get("message").text().strip(),
                            words.exists()
                                    ? Optional.of(Expressions.read(words, Expressions.VARIABLES))
                                    : Optional.empty(),
                            "validations[" + all.size() + "]",
                            each.where()));
        }
        if (all.isEmpty()) {
            throw list.wrong("there is none");
        }
        return all;
    }
}
