package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who asks.
 *
 * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
 * @param name with wildcards; of an account with its namespace before it
 */
record Subject(String kind, Wildcard name) {
    static List<Subject> read(YamlNode list) {
        List<Subject> all = new ArrayList<>();
        for (YamlNode each : list.elements()) {
            each.only("kind", "name", "namespace", "apiGroup");
            String name = each.get("name").wantedText();
            String namespace = each.get("namespace").text();
            all.add(
                    switch (each.get("kind").text()) {
                        case "User", "Group" ->
                                new Subject(each.get("kind").text(), new Wildcard(name));
                        case "ServiceAccount" -> {
                            if (namespace.isEmpty()) {
                                throw each.get("namespace").wrong("it is missing");
                            }
                            String whole = "system:serviceaccount:" + namespace + ":" + name;
                            yield new Subject("User", new Wildcard(whole));
                        }
                        default ->
                                throw each.get("kind").wrong("want User, Group or ServiceAccount");
                    });
        }
        return all;
    }

    boolean is(Request request) {
        if (!(request.workload().request().get("userInfo") instanceof Map<?, ?> user)) {
            return false;
        }
        return kind.equals("User")
                ? user.get("username") instanceof String username && name.matches(username)
                : user.get("groups") instanceof List<?> groups
                        && groups.stream().anyMatch(each -> name.matches(String.valueOf(each)));
    }
}
