package dev.cooper.policy.document;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A place in a YAML document, or none: what is missing has nothing in it. JSON is YAML too. The
 * document is small, has no aliases of collections and no key twice, so that everybody reads the
 * same in it.
 */
public final class YamlNode {
    /** How large a file of policies may be. */
    public static final int MOST_BYTES = 4 << 20;

    private static final int DEEPEST = 60;

    private final String file;
    private final int line;
    private final String path;
    private final Optional<Node> node;

    private YamlNode(String file, int line, String path, Optional<Node> node) {
        this.file = file;
        this.line = line;
        this.path = path;
        this.node = node;
    }

    /**
     * Reads the documents of a file; empty ones are left out.
     *
     * @param file what messages call it
     * @throws SyntaxException when it is no YAML, too large or nested too deep, or has a key twice
     */
    public static List<YamlNode> documents(String file, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new SyntaxException(
                    file
                            + ": the file has "
                            + content.length
                            + " bytes, at most "
                            + MOST_BYTES
                            + " are read");
        }
        return documents(file, new String(content, StandardCharsets.UTF_8), 0);
    }

    /** Reads documents that begin after so many lines of a file. */
    private static List<YamlNode> documents(String file, String text, int line) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(0).build();
        List<Node> nodes = new ArrayList<>();
        try {
            new Compose(settings).composeAllFromString(text).forEach(nodes::add);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            String where =
                    mark.map(at ->
                                    file
                                            + ":"
                                            + (line + at.getLine() + 1)
                                            + ":"
                                            + (at.getColumn() + 1))
                            .orElse(file);
            throw new SyntaxException(where + ": " + e.getProblem(), e);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new SyntaxException(file + ": " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new SyntaxException(file + ": the document is nested too deep", e);
        }
        List<YamlNode> documents = new ArrayList<>();
        for (Node each : nodes) {
            YamlNode document = new YamlNode(file, line, "", Optional.of(each));
            document.check(DEEPEST);
            if (!document.isNull()) {
                documents.add(document);
            }
        }
        return documents;
    }

    /** Reads the YAML that is the text of this place, such as an entry of a ConfigMap. */
    public List<YamlNode> embedded() {
        int begin = node.flatMap(Node::getStartMark).map(Mark::getLine).orElse(0);
        boolean block =
                node.orElse(null) instanceof ScalarNode scalar
                        && !scalar.isPlain()
                        && text().indexOf('\n') >= 0;
        return documents(file, text(), line + begin + (block ? 1 : 0));
    }

    private void check(int deepest) {
        if (deepest == 0) {
            throw wrong("nested too deep");
        }
        if (node.orElse(null) instanceof MappingNode map) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : map.getValue()) {
                YamlNode key = at(tuple.getKeyNode(), path);
                if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                    throw key.wrong("a key is a text");
                }
                if (!seen.add(name.getValue())) {
                    throw key.wrong("the key \"" + name.getValue() + "\" is there twice");
                }
                at(tuple.getValueNode(), path).check(deepest - 1);
            }
        } else if (node.orElse(null) instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                at(each, path).check(deepest - 1);
            }
        }
    }

    private YamlNode at(Node other, String where) {
        return new YamlNode(file, line, where, Optional.of(other));
    }

    /** Returns what stands under a key, under a key of that, and so on. */
    public YamlNode get(String... keys) {
        YamlNode at = this;
        for (String key : keys) {
            at = at.child(key);
        }
        return at;
    }

    private YamlNode child(String key) {
        String below = path.isEmpty() ? key : path + "." + key;
        if (node.orElse(null) instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                    return at(tuple.getValueNode(), below);
                }
            }
        }
        return new YamlNode(file, line, below, Optional.empty());
    }

    /** Returns the elements of a list; none where there is no list. */
    public List<YamlNode> elements() {
        List<YamlNode> elements = new ArrayList<>();
        if (node.orElse(null) instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                elements.add(at(each, path + "[" + elements.size() + "]"));
            }
        }
        return elements;
    }

    /** Returns the keys of a map, in the order they are written; none where there is no map. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (node.orElse(null) instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    keys.add(name.getValue());
                }
            }
        }
        return keys;
    }

    /** Tells whether anything stands here that is not null. */
    public boolean exists() {
        return node.isPresent() && !isNull();
    }

    /** Tells whether a list stands here. */
    public boolean isList() {
        return node.orElse(null) instanceof SequenceNode;
    }

    /** Tells whether a map stands here. */
    public boolean isMap() {
        return node.orElse(null) instanceof MappingNode;
    }

    private boolean isNull() {
        return node.orElse(null) instanceof ScalarNode scalar && YamlScalar.value(scalar) == null;
    }

    /**
     * Returns the text here; empty where there is none.
     *
     * @throws SyntaxException when a list or a map stands here
     */
    public String text() {
        return switch (node.orElse(null)) {
            case ScalarNode scalar -> isNull() ? "" : scalar.getValue();
            case MappingNode _ -> throw wrong("this is a map, want a text");
            case SequenceNode _ -> throw wrong("this is a list, want a text");
            case null, default -> "";
        };
    }

    /** Returns the text here, or another where there is none. */
    public String text(String fallback) {
        String text = text();
        return text.isEmpty() ? fallback : text;
    }

    /**
     * Returns the text here.
     *
     * @throws SyntaxException when there is none
     */
    public String wantedText() {
        String text = text();
        if (text.isEmpty()) {
            throw wrong("it is missing");
        }
        return text;
    }

    /**
     * Returns the texts of the elements of a list; a lone text is a list of one.
     *
     * @throws SyntaxException when anything else is in it
     */
    public List<String> texts() {
        if (node.orElse(null) instanceof ScalarNode && exists()) {
            return List.of(text());
        }
        return elements().stream().map(YamlNode::text).toList();
    }

    /**
     * Returns texts by key.
     *
     * @throws SyntaxException when a value is no text
     */
    public Map<String, String> textMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : keys()) {
            texts.put(key, get(key).text());
        }
        return texts;
    }

    /**
     * Returns what is said here, or something else where nothing is.
     *
     * @throws SyntaxException when it is neither true nor false
     */
    public boolean isTrue(boolean fallback) {
        if (!exists()) {
            return fallback;
        }
        if (value() instanceof Boolean said) {
            return said;
        }
        throw wrong("want true or false");
    }

    /**
     * Returns the whole number here, or another where there is none.
     *
     * @throws SyntaxException when it is none
     */
    public long number(long fallback) {
        if (!exists()) {
            return fallback;
        }
        if (value() instanceof Long number) {
            return number;
        }
        throw wrong("want a whole number");
    }

    /**
     * Returns the same with other texts, which stand where the written ones do.
     *
     * @param text what becomes of a text
     * @param kept of which keys all that is below them stays as it is
     */
    public YamlNode filled(UnaryOperator<String> text, Set<String> kept) {
        return new YamlNode(file, line, path, node.map(one -> YamlTexts.filled(one, text, kept)));
    }

    /** Returns all that is here: maps, lists, texts, numbers, truth values and null. */
    public @Nullable Object value() {
        return switch (node.orElse(null)) {
            case ScalarNode scalar -> YamlScalar.value(scalar);
            case SequenceNode _ -> {
                List<@Nullable Object> list = new ArrayList<>();
                elements().forEach(each -> list.add(each.value()));
                yield list;
            }
            case MappingNode _ -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                keys().forEach(key -> map.put(key, get(key).value()));
                yield map;
            }
            case null, default -> null;
        };
    }

    /**
     * Refuses what this map must not have.
     *
     * @throws SyntaxException for the first key that is none of these
     */
    public void only(String... allowed) {
        Set<String> all = Set.of(allowed);
        for (String key : keys()) {
            if (!all.contains(key)) {
                throw get(key).wrong("there is no such field here");
            }
        }
    }

    /** Returns file and line: {@code policy.yaml:12}. */
    public String where() {
        return node.flatMap(Node::getStartMark)
                .map(mark -> file + ":" + (line + mark.getLine() + 1))
                .orElse(file);
    }

    /** Returns what messages call the file. */
    public String file() {
        return file;
    }

    /** Returns the line of the file, from 1; 0 when nothing stands here. */
    public int line() {
        return node.flatMap(Node::getStartMark).map(mark -> line + mark.getLine() + 1).orElse(0);
    }

    /** Returns the column of the line, from 1; 0 when nothing stands here. */
    public int column() {
        return node.flatMap(Node::getStartMark).map(mark -> mark.getColumn() + 1).orElse(0);
    }

    /** Returns the way from the document to here: {@code spec.rules[0].name}. */
    public String path() {
        return path;
    }

    /** Returns the refusal of what stands here, or does not, with file, line, column and field. */
    public SyntaxException wrong(String why) {
        String column =
                node.flatMap(Node::getStartMark)
                        .map(mark -> ":" + (mark.getColumn() + 1))
                        .orElse("");
        return new SyntaxException(
                where() + column + ": " + (path.isEmpty() ? "" : path + ": ") + why);
    }
}
