package dev.cooper.scan.secret;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Severity;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads rules in the form of Trivy's {@code trivy-secret.yaml}. */
final class TrivyRules {
    private static final Set<String> OF_ALL =
            Set.of(
                    "rules",
                    "allow-rules",
                    "disable-rules",
                    "disable-allow-rules",
                    "enable-builtin-rules");
    private static final Set<String> OF_RULES =
            Set.of(
                    "id",
                    "category",
                    "title",
                    "severity",
                    "regex",
                    "keywords",
                    "path",
                    "allow-rules",
                    "secret-group-name");
    private static final Set<String> OF_ALLOWED = Set.of("id", "description", "regex", "path");

    private final String file;
    private final List<SecretRule> rules = new ArrayList<>();
    private final List<Allowed> allowed = new ArrayList<>();

    private TrivyRules(String file) {
        this.file = file;
    }

    /**
     * @throws SyntaxException when it is not YAML, or asks for what cannot be done
     */
    static SecretRules read(String file, String text, String id) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        Object root;
        try {
            root = new Load(settings).loadFromString(text);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new SyntaxException(file + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new SyntaxException(file + ": it is nested too deep");
        }
        TrivyRules reader = new TrivyRules(file);
        return reader.read(root == null ? Map.of() : map(root, file), id);
    }

    private SecretRules read(Map<?, ?> root, String id) {
        refuseOthers(root, OF_ALL, file);
        List<String> disabled = texts(root, "disable-rules");
        List<String> enabled = texts(root, "enable-builtin-rules");
        for (SecretRule rule : BuiltInRules.read()) {
            if (enabled.isEmpty() || enabled.contains(rule.id())) {
                rules.add(rule);
            }
        }
        for (Object each : list(root, "rules")) {
            rule(map(each, file + ": rules"));
        }
        rules.removeIf(rule -> disabled.contains(rule.id()));
        allowed.add(BuiltInRules.placeholders());
        for (Object each : list(root, "allow-rules")) {
            allowed.add(allowed(map(each, file + ": allow-rules"), file + ": allow-rules"));
        }
        boolean skips = texts(root, "disable-allow-rules").isEmpty();
        return new SecretRules(rules, allowed, skips, id);
    }

    private void rule(Map<?, ?> map) {
        String id = text(map, "id", "");
        if (id.isBlank()) {
            throw new SyntaxException(file + ": a rule has no id");
        }
        String where = file + ": rule " + id;
        refuseOthers(map, OF_RULES, where);
        Expression regex = expression(map, "regex", where);
        if (regex == null) {
            throw new SyntaxException(where + " has no regex");
        }
        String group = text(map, "secret-group-name", "");
        List<Allowed> own = new ArrayList<>();
        for (Object each : list(map, "allow-rules")) {
            own.add(allowed(map(each, where), where));
        }
        rules.removeIf(other -> other.id().equals(id));
        rules.add(
                new SecretRule(
                        id,
                        text(map, "category", id),
                        text(map, "title", id),
                        Severity.of(text(map, "severity", "unknown")),
                        SecretRule.Kind.ANYWHERE,
                        texts(map, "keywords"),
                        regex,
                        group.isEmpty() ? 0 : regex.group(group, where),
                        expression(map, "path", where),
                        0,
                        own));
    }

    private static Allowed allowed(Map<?, ?> map, String where) {
        refuseOthers(map, OF_ALLOWED, where);
        Expression path = expression(map, "path", where);
        Expression regex = expression(map, "regex", where);
        return new Allowed(
                path == null ? List.of() : List.of(path),
                regex == null ? List.of() : List.of(regex),
                Allowed.Target.MATCH,
                List.of(),
                false);
    }

    private static void refuseOthers(Map<?, ?> map, Set<String> known, String where) {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new SyntaxException(where + ": " + key + " is not supported");
            }
        }
    }

    private static Map<?, ?> map(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new SyntaxException(where + ": a map of keys and values is wanted");
    }

    private static List<?> list(Map<?, ?> of, String key) {
        return of.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(Map<?, ?> of, String key) {
        return list(of, key).stream().map(String::valueOf).toList();
    }

    private static String text(Map<?, ?> of, String key, String otherwise) {
        return of.get(key) instanceof String text ? text : otherwise;
    }

    private static @Nullable Expression expression(Map<?, ?> of, String key, String where) {
        return of.get(key) instanceof String text ? Expression.checked(text, where) : null;
    }
}
