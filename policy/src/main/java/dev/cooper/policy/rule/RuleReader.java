package dev.cooper.policy.rule;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads rules, alone or in a ConfigMap. */
public final class RuleReader {
    private RuleReader() {}

    /** Tells whether a document holds rules. */
    public static boolean isPolicy(YamlNode document) {
        return document.get("rules").isList() && !document.get("apiVersion").exists();
    }

    /** Tells whether a document is a ConfigMap, which may hold rules. */
    public static boolean isConfigMap(YamlNode document) {
        return document.get("kind").text().equals("ConfigMap");
    }

    /**
     * Reads all policies that a ConfigMap holds, one under each key whose text has rules.
     *
     * @throws SyntaxException when there is none, or one is wrong
     */
    public static List<RulePolicy> ofConfigMap(YamlNode document) {
        String name = document.get("metadata", "name").text("policy");
        List<RulePolicy> policies = new ArrayList<>();
        for (String key : document.get("data").keys()) {
            if (key.endsWith(".yaml") || key.endsWith(".yml") || key.endsWith(".json")) {
                for (YamlNode each : document.get("data", key).embedded()) {
                    if (isPolicy(each)) {
                        policies.add(read(name, each));
                    }
                }
            }
        }
        if (policies.isEmpty()) {
            throw document.get("data").wrong("no entry holds rules; want policy.yaml with rules:");
        }
        return policies;
    }

    /**
     * Reads a policy.
     *
     * @param name for a document that has none
     * @throws SyntaxException when it is wrong
     */
    public static RulePolicy read(String name, YamlNode document) {
        document.only("name", "description", "rules");
        List<ImageRule> rules =
                document.get("rules").elements().stream().map(RuleReader::rule).toList();
        if (rules.isEmpty()) {
            throw document.get("rules").wrong("there is no rule");
        }
        return new RulePolicy(document.get("name").text(name), rules);
    }

    private static ImageRule rule(YamlNode rule) {
        rule.only(
                "name",
                "description",
                "action",
                "images",
                "match",
                "deny",
                "require",
                "signatures",
                "attestations");
        List<Condition> conditions = new ArrayList<>();
        rule.get("match").elements().forEach(each -> conditions.add(match(each)));
        expressions(rule.get("deny"), false, conditions);
        expressions(rule.get("require"), true, conditions);
        if (rule.get("signatures").exists()) {
            conditions.add(new SignedBy(attestors(rule.get("signatures"))));
        }
        rule.get("attestations").elements().forEach(each -> conditions.add(attestation(each)));
        if (conditions.isEmpty()) {
            throw rule.wrong("the rule has none of match, deny, require, signatures, attestations");
        }
        String action = rule.get("action").text("deny");
        if (!action.equals("deny") && !action.equals("warn")) {
            throw rule.get("action").wrong("want deny or warn");
        }
        return new ImageRule(
                rule.get("name").wantedText(),
                rule.get("description").text().strip(),
                action.equals("warn"),
                rule.get("images").texts().stream().map(Wildcard::new).toList(),
                conditions,
                rule.where());
    }

    private static Condition match(YamlNode match) {
        String text = match.isMap() ? fieldText(match) : match.wantedText();
        Optional<? extends Condition> found = InstructionMatch.parse(text);
        if (found.isEmpty()) {
            found = FieldMatch.parse(text);
        }
        if (found.isPresent()) {
            return found.get();
        }
        throw match.wrong(
                "\""
                        + text
                        + "\" is neither an instruction of a Dockerfile, such as USER root, nor a"
                        + " field of a workload, such as privileged: true; expressions stand under"
                        + " deny or require");
    }

    /** A field that was written without quotes. */
    private static String fieldText(YamlNode match) {
        if (match.keys().size() != 1) {
            throw match.wrong("want one field");
        }
        String key = match.keys().getFirst();
        return key + ": " + match.get(key).wantedText();
    }

    private static void expressions(YamlNode at, boolean wanted, List<Condition> conditions) {
        if (!at.exists()) {
            return;
        }
        List<YamlNode> all = at.isList() ? at.elements() : List.of(at);
        all.forEach(
                each -> conditions.add(new Expression(program(each, FactVariables.NAMES), wanted)));
    }

    private static Program program(YamlNode at, Set<String> variables) {
        try {
            return Program.parse(at.wantedText(), Map.of()).onlyOf(variables);
        } catch (SyntaxException e) {
            throw at.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static List<Attestor> attestors(YamlNode list) {
        List<Attestor> attestors = list.elements().stream().map(RuleReader::attestor).toList();
        if (attestors.isEmpty()) {
            throw list.wrong("want a list of who may sign");
        }
        return attestors;
    }

    private static Attestor attestor(YamlNode one) {
        one.only("key", "keyless", "annotations", "repository", "ignoreTlog", "ignoreSCT");
        boolean key = one.get("key").exists();
        if (key == one.get("keyless").exists()) {
            throw one.wrong("want key or keyless, and not both");
        }
        Attestor.Credential credential;
        if (key) {
            credential = new Attestor.Key(one.get("key").wantedText(), "");
        } else {
            YamlNode keyless = one.get("keyless");
            keyless.only("issuer", "issuerRegExp", "subject", "subjectRegExp");
            Identity identity =
                    new Identity(
                            keyless.get("issuer").text(),
                            keyless.get("issuerRegExp").text(),
                            keyless.get("subject").text(),
                            keyless.get("subjectRegExp").text());
            if (identity.isEmpty()) {
                throw keyless.wrong("want issuer and subject");
            }
            credential = new Attestor.Keyless(List.of(identity), "", Map.of());
        }
        Attestor.Logs logs =
                new Attestor.Logs(
                        one.get("ignoreTlog").isTrue(false),
                        one.get("ignoreSCT").isTrue(false),
                        "",
                        "",
                        "",
                        "");
        return new Attestor(
                credential, logs, one.get("annotations").textMap(), one.get("repository").text());
    }

    private static Condition attestation(YamlNode one) {
        one.only("type", "by", "require");
        YamlNode require = one.get("require");
        return new StatedBy(
                one.get("type").wantedText(),
                attestors(one.get("by")),
                require.exists()
                        ? Optional.of(program(require, Set.of("predicate", "now")))
                        : Optional.empty());
    }
}
