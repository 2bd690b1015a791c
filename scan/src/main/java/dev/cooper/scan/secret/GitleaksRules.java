package dev.cooper.scan.secret;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Severity;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlInvalidTypeException;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads rules in gitleaks' form. What is about commits says nothing of files and is left out. */
final class GitleaksRules {
    private static final Set<String> OF_RULES =
            Set.of(
                    "id",
                    "description",
                    "regex",
                    "path",
                    "secretGroup",
                    "entropy",
                    "keywords",
                    "tags",
                    "allowlist",
                    "allowlists",
                    "skipReport");
    private static final Set<String> OF_ALLOWED =
            Set.of(
                    "description",
                    "condition",
                    "commits",
                    "paths",
                    "regexes",
                    "regexTarget",
                    "stopwords",
                    "targetRules");
    private static final Set<String> OF_ALL =
            Set.of(
                    "title",
                    "description",
                    "minVersion",
                    "extend",
                    "rules",
                    "allowlist",
                    "allowlists");

    private final String file;
    private final TomlTable config;
    private final List<SecretRule> rules = new ArrayList<>();
    private final List<Allowed> allowed = new ArrayList<>();

    private GitleaksRules(String file, TomlTable config) {
        this.file = file;
        this.config = config;
    }

    /**
     * @throws SyntaxException when it is not TOML, or asks for what cannot be done
     */
    static SecretRules read(String file, String text, String id) {
        TomlParseResult parsed;
        try {
            parsed = Toml.parse(text);
        } catch (StackOverflowError e) {
            throw new SyntaxException(file + ": it is nested too deep");
        }
        if (parsed.hasErrors()) {
            throw new SyntaxException(
                    file
                            + ":"
                            + parsed.errors().getFirst().position().line()
                            + ": "
                            + parsed.errors().getFirst().getMessage());
        }
        try {
            return new GitleaksRules(file, parsed).read(id);
        } catch (TomlInvalidTypeException e) {
            throw new SyntaxException(file + ": " + e.getMessage());
        }
    }

    private SecretRules read(String id) {
        refuseOthers(config, OF_ALL, file);
        boolean usesBuiltIn = extend();
        for (TomlTable rule : tables(config, "rules")) {
            rule(rule);
        }
        for (TomlTable each : allowlists(config)) {
            global(each);
        }
        return new SecretRules(rules, allowed, usesBuiltIn, id);
    }

    private boolean extend() {
        TomlTable extend = config.getTable("extend");
        if (extend == null) {
            return false;
        }
        refuseOthers(extend, Set.of("useDefault", "disabledRules"), file + ": extend");
        if (!Boolean.TRUE.equals(extend.getBoolean("useDefault"))) {
            return false;
        }
        List<String> disabled = texts(extend, "disabledRules");
        for (SecretRule rule : BuiltInRules.read()) {
            if (!disabled.contains(rule.id())) {
                rules.add(rule);
            }
        }
        allowed.add(BuiltInRules.placeholders());
        return true;
    }

    private void rule(TomlTable table) {
        String id = string(table, "id", "");
        if (id.isBlank()) {
            throw new SyntaxException(file + ": a rule has no id");
        }
        String where = file + ": rule " + id;
        refuseOthers(table, OF_RULES, where);
        if (Boolean.TRUE.equals(table.getBoolean("skipReport"))) {
            return;
        }
        List<Allowed> own = new ArrayList<>();
        for (TomlTable each : allowlists(table)) {
            own.add(allowed(each, where));
        }
        Expression regex = expression(table, "regex", where);
        Expression path = expression(table, "path", where);
        if (regex == null && path == null) {
            change(id, where, table, own);
            return;
        }
        rules.removeIf(other -> other.id().equals(id));
        rules.add(
                new SecretRule(
                        id,
                        id,
                        string(table, "description", id),
                        Severity.HIGH,
                        SecretRule.Kind.ANYWHERE,
                        texts(table, "keywords"),
                        regex,
                        regex == null ? 0 : group(table, regex, where),
                        path,
                        number(table, "entropy", 0),
                        own));
    }

    /** Takes what a rule without an expression says of a built-in one of the same id. */
    private void change(String id, String where, TomlTable table, List<Allowed> own) {
        for (int i = 0; i < rules.size(); i++) {
            SecretRule rule = rules.get(i);
            if (rule.id().equals(id)) {
                rules.set(i, rule.with(number(table, "entropy", rule.entropy()), own));
                return;
            }
        }
        throw new SyntaxException(where + " has neither regex nor path");
    }

    private static int group(TomlTable table, Expression regex, String where) {
        int group = (int) number(table, "secretGroup", 0);
        if (group < 0 || group > regex.groups()) {
            throw new SyntaxException(
                    where
                            + ": secretGroup is "
                            + group
                            + ", but the expression has "
                            + regex.groups()
                            + " groups");
        }
        return group == 0 ? SecretRule.FIRST_GROUP : group;
    }

    private void global(TomlTable table) {
        Allowed each = allowed(table, file + ": allowlist");
        List<String> targets = texts(table, "targetRules");
        if (targets.isEmpty()) {
            allowed.add(each);
        }
        for (int i = 0; i < rules.size(); i++) {
            SecretRule rule = rules.get(i);
            if (targets.contains(rule.id())) {
                rules.set(i, rule.with(rule.entropy(), List.of(each)));
            }
        }
    }

    private static Allowed allowed(TomlTable table, String where) {
        refuseOthers(table, OF_ALLOWED, where);
        String target = string(table, "regexTarget", "secret");
        String condition = string(table, "condition", "OR");
        boolean all = condition.equals("AND") || condition.equals("&&");
        if (!all && !condition.equals("OR") && !condition.equals("||")) {
            throw new SyntaxException(
                    where + ": condition " + condition + " is neither OR nor AND");
        }
        return new Allowed(
                expressions(table, "paths", where),
                expressions(table, "regexes", where),
                switch (target) {
                    case "secret", "" -> Allowed.Target.SECRET;
                    case "match" -> Allowed.Target.MATCH;
                    case "line" -> Allowed.Target.LINE;
                    default ->
                            throw new SyntaxException(
                                    where
                                            + ": regexTarget "
                                            + target
                                            + " is none of secret, match, line");
                },
                texts(table, "stopwords"),
                all);
    }

    private static void refuseOthers(TomlTable table, Set<String> known, String where) {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                throw new SyntaxException(where + ": " + key + " is not supported");
            }
        }
    }

    private static List<TomlTable> allowlists(TomlTable of) {
        List<TomlTable> all = new ArrayList<>();
        if (of.isTable("allowlist")) {
            all.add(of.getTableOrEmpty("allowlist"));
        }
        all.addAll(tables(of, of.isArray("allowlist") ? "allowlist" : "allowlists"));
        return all;
    }

    private static List<TomlTable> tables(TomlTable of, String key) {
        TomlArray array = of.getArrayOrEmpty(key);
        List<TomlTable> tables = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            tables.add(array.getTable(i));
        }
        return tables;
    }

    private static @Nullable Expression expression(TomlTable of, String key, String where) {
        String text = of.getString(key);
        return text == null ? null : Expression.checked(text, where);
    }

    private static List<Expression> expressions(TomlTable of, String key, String where) {
        return texts(of, key).stream().map(text -> Expression.checked(text, where)).toList();
    }

    private static List<String> texts(TomlTable of, String key) {
        TomlArray array = of.getArrayOrEmpty(key);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            texts.add(array.getString(i));
        }
        return texts;
    }

    private static String string(TomlTable of, String key, String otherwise) {
        String value = of.getString(key);
        return value == null ? otherwise : value;
    }

    private static double number(TomlTable of, String key, double otherwise) {
        return of.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
