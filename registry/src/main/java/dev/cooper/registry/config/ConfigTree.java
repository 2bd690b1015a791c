package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A configuration as values by dotted path, {@code http.addr}; what was read is struck off. */
final class ConfigTree {
    private static final String PREFIX = "REGISTRY_";

    private final Map<String, Object> values = new TreeMap<>();
    private final Map<String, ConfigTree> lists = new LinkedHashMap<>();

    private ConfigTree() {}

    /** Reads YAML, then lays {@code REGISTRY_HTTP_ADDR} and its like over it. */
    static ConfigTree parse(String yaml, String where, Map<String, String> environment) {
        ConfigTree tree = new ConfigTree();
        tree.flatten("", load(yaml, where));
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            if (variable.getKey().startsWith(PREFIX)) {
                String path =
                        variable.getKey()
                                .substring(PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.');
                tree.drop(path);
                tree.flatten(path, load(variable.getValue(), variable.getKey()));
            }
        }
        return tree;
    }

    private static @Nullable Object load(String yaml, String where) {
        try {
            return new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(yaml);
        } catch (MarkedYamlEngineException e) {
            String place =
                    e.getProblemMark()
                            .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                            .orElse("");
            throw new SyntaxException(where + place + ": " + e.getProblem(), e);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new SyntaxException(where + ": " + e.getMessage(), e);
        }
    }

    private void flatten(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.isEmpty()) {
                values.put(path, "");
            }
            map.forEach(
                    (key, inner) -> flatten(path.isEmpty() ? "" + key : path + "." + key, inner));
        } else {
            values.put(path, value == null ? "" : value);
        }
    }

    /** Reads a value and strikes it off. */
    Optional<String> text(String path) {
        Object value = values.remove(path);
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    /** Reads a value without striking it off. */
    Optional<String> peek(String path) {
        return Optional.ofNullable(values.get(path)).map(Object::toString);
    }

    /** The entries of a list, each a tree of its own. */
    List<ConfigTree> trees(String path) {
        Object value = values.remove(path);
        List<ConfigTree> trees = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (!(each instanceof Map<?, ?>)) {
                    throw new SyntaxException(path + ": want a list of maps");
                }
                ConfigTree tree = new ConfigTree();
                tree.flatten("", each);
                trees.add(tree);
            }
        } else if ((value != null && !value.toString().isEmpty()) || !under(path).isEmpty()) {
            throw new SyntaxException(path + ": want a list of maps");
        }
        return trees;
    }

    boolean flag(String path, boolean fallback) {
        Optional<String> value = text(path).filter(text -> !text.isEmpty());
        if (value.isEmpty()) {
            return fallback;
        }
        return switch (value.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default ->
                    throw new SyntaxException(
                            path + ": want true or false, found \"" + value.get() + "\"");
        };
    }

    /**
     * A whole number.
     *
     * @param fallback what it is when nothing is said
     */
    long number(String path, long fallback, long least, long most) {
        Optional<String> text = text(path).filter(each -> !each.isEmpty());
        if (text.isEmpty()) {
            return fallback;
        }
        long number = ByteRange.number(text.get());
        if (number < least || number > most) {
            throw new SyntaxException(
                    path
                            + " \""
                            + text.get()
                            + "\": want a whole number from "
                            + least
                            + " to "
                            + most);
        }
        return number;
    }

    /** A duration as Go writes it: {@code 168h}, {@code 1h30m}, {@code 500ms}; more than none. */
    Duration duration(String path, Duration fallback) {
        Duration duration = durationOrNone(path, fallback);
        if (duration.isZero()) {
            throw new SyntaxException(path + ": want more than no time, such as 168h");
        }
        return duration;
    }

    Duration durationOrNone(String path, Duration fallback) {
        Optional<String> text = text(path).filter(each -> !each.isEmpty());
        return text.isEmpty() ? fallback : GoDuration.parse(path, text.get());
    }

    /** The sections of a list; what nobody reads of them counts as left here. */
    List<ConfigTree> list(String path) {
        Object value = values.remove(path);
        if (value == null || value.equals("")) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new SyntaxException(path + ": want a list");
        }
        List<ConfigTree> trees = new ArrayList<>();
        for (Object each : list) {
            ConfigTree tree = new ConfigTree();
            tree.flatten("", each);
            trees.add(tree);
            lists.put(path + "[" + (trees.size() - 1) + "]", tree);
        }
        return trees;
    }

    List<String> texts(String path) {
        Object value = values.remove(path);
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> texts.add(String.valueOf(each)));
        } else if (value != null && !value.toString().isEmpty()) {
            texts.add(value.toString());
        }
        return texts;
    }

    /** All paths that are left under one, itself included. */
    List<String> under(String path) {
        return values.keySet().stream()
                .filter(key -> key.equals(path) || key.startsWith(path + "."))
                .toList();
    }

    /** Strikes off everything under a path. */
    void drop(String path) {
        values.keySet().removeAll(under(path));
    }

    /** Lists whose member names are free, such as headers. */
    Map<String, List<String>> lists(String path) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String key : under(path)) {
            if (key.length() > path.length()) {
                lists.put(key.substring(path.length() + 1), texts(key));
            } else {
                drop(key);
            }
        }
        return lists;
    }

    /** What nobody has read. */
    List<String> rest() {
        List<String> rest = new ArrayList<>(values.keySet());
        lists.forEach((path, tree) -> tree.rest().forEach(key -> rest.add(path + "." + key)));
        return rest;
    }
}
