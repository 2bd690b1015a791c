package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a test says that rules find, instead of looking it up.
 *
 * @param all for every rule, by name
 * @param some for those of one policy, and perhaps one rule or object of it
 * @param labels of namespaces, by name
 */
record GivenValues(
        Map<String, Object> all, List<OfPolicy> some, Map<String, Map<String, String>> labels) {
    static final GivenValues NONE = new GivenValues(Map.of(), List.of(), Map.of());

    /** What holds for a policy; rule and object are empty when it holds for all of them. */
    record OfPolicy(String policy, String rule, String object, Map<String, Object> values) {}

    static GivenValues read(YamlNode values) {
        values.only(
                "apiVersion", "kind", "metadata", "globalValues", "policies", "namespaceSelector");
        List<OfPolicy> some = new ArrayList<>();
        for (YamlNode policy : values.get("policies").elements()) {
            policy.only("name", "rules", "resources");
            String name = policy.get("name").wantedText();
            for (YamlNode rule : policy.get("rules").elements()) {
                rule.only("name", "values");
                some.add(
                        new OfPolicy(
                                name, rule.get("name").wantedText(), "", map(rule.get("values"))));
            }
            for (YamlNode object : policy.get("resources").elements()) {
                object.only("name", "values");
                some.add(
                        new OfPolicy(
                                name,
                                "",
                                object.get("name").wantedText(),
                                map(object.get("values"))));
            }
        }
        Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        for (YamlNode each : values.get("namespaceSelector").elements()) {
            each.only("name", "labels");
            labels.put(each.get("name").wantedText(), each.get("labels").textMap());
        }
        return new GivenValues(map(values.get("globalValues")), some, labels);
    }

    private static Map<String, Object> map(YamlNode values) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String key : values.keys()) {
            Object value = values.get(key).value();
            if (value != null) {
                put(all, key, value);
            }
        }
        return all;
    }

    /** A name with dots is a way into what is there. */
    private static void put(Map<String, Object> all, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            all.merge(key, value, RuleScope::merged);
            return;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        put(inner, key.substring(dot + 1), value);
        all.merge(key.substring(0, dot), inner, RuleScope::merged);
    }

    /** What a rule of a policy finds when it is asked about an object. */
    Map<String, Object> of(String policy, String rule, String object) {
        Map<String, Object> found = new LinkedHashMap<>(all);
        for (OfPolicy each : some) {
            boolean meant =
                    each.policy().equals(policy)
                            && (each.rule().isEmpty() || each.rule().equals(rule))
                            && (each.object().isEmpty() || each.object().equals(object));
            if (meant) {
                each.values().forEach((key, value) -> found.merge(key, value, RuleScope::merged));
            }
        }
        return found;
    }

    /** The request of an object, with what is said of who asks. */
    static Map<String, @Nullable Object> request(Map<String, Object> user) {
        return user.isEmpty() ? Map.of() : Map.of("userInfo", user);
    }
}
