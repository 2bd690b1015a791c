package dev.cooper.policy.kyverno;

import dev.cooper.policy.cel.Program;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an ImageValidatingPolicy is not about after all.
 *
 * @param policies by name
 * @param conditions of the object, all of which must hold
 * @param images patterns of the images it is for; empty for all
 */
record ImageException(List<String> policies, List<Program> conditions, List<Wildcard> images) {
    private static final Set<String> KNOWN =
            Set.of("object", "oldObject", "request", "namespaceObject", "variables");

    static boolean isException(YamlNode document) {
        return document.get("kind").text().equals("PolicyException")
                && document.get("apiVersion").text().startsWith("policies.kyverno.io/");
    }

    static ImageException read(YamlNode document) {
        YamlNode spec = document.get("spec");
        spec.only("policyRefs", "matchConditions", "images", "allowedValues", "reportResult");
        if (spec.get("allowedValues").exists()) {
            throw spec.get("allowedValues").wrong("values of images are not excepted here");
        }
        if (!List.of("", "skip", "pass").contains(spec.get("reportResult").text())) {
            throw spec.get("reportResult").wrong("want skip or pass");
        }
        List<String> policies = new ArrayList<>();
        for (YamlNode each : spec.get("policyRefs").elements()) {
            each.only("name", "kind");
            String kind = each.get("kind").wantedText();
            if (kind.equals("ImageValidatingPolicy")
                    || kind.equals("NamespacedImageValidatingPolicy")) {
                policies.add(each.get("name").wantedText());
            }
        }
        if (policies.isEmpty()) {
            throw spec.get("policyRefs").wrong("it names no ImageValidatingPolicy");
        }
        List<Program> conditions = new ArrayList<>();
        for (YamlNode each : spec.get("matchConditions").elements()) {
            each.only("name", "expression");
            conditions.add(Expressions.read(each.get("expression"), KNOWN));
        }
        return new ImageException(
                policies, conditions, ClusterPolicyReader.patterns(spec.get("images")));
    }

    /** Whether it is for an image of the object that an evaluation is about. */
    boolean excepts(String image, ImageEvaluation evaluation) {
        boolean named = images.isEmpty() || ImageNames.of(image).isExactly(images);
        return named && conditions.stream().allMatch(evaluation::holds);
    }
}
