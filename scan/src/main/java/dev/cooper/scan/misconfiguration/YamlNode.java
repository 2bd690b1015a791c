package dev.cooper.scan.misconfiguration;

import dev.cooper.oci.SyntaxException;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a YAML document, or none: what is missing has nothing in it. Aliases are followed and
 * never copied, so no document becomes larger than its text.
 */
final class YamlNode {
    private static final YamlNode NONE = new YamlNode(Optional.empty());
    private static final int MOST_MERGES = 20;
    private static final int MOST_ALIASES = 100_000;

    private final Optional<Node> node;

    private YamlNode(Optional<Node> node) {
        this.node = node;
    }

    /**
     * Reads the documents of a file.
     *
     * @throws SyntaxException when it is not YAML, is larger than 3 MB or nested too deep
     */
    static List<YamlNode> documents(String name, String text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setAllowDuplicateKeys(true)
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .build();
        try {
            List<YamlNode> documents = new ArrayList<>();
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                documents.add(new YamlNode(Optional.of(document)));
            }
            return documents;
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new SyntaxException(name + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new SyntaxException(name + ": the document is nested too deep");
        }
    }

    /** What stands under a key, under a key of that, and so on. */
    YamlNode get(String... path) {
        YamlNode at = this;
        for (String key : path) {
            at = at.child(key, MOST_MERGES);
        }
        return at;
    }

    private YamlNode child(String key, int merges) {
        YamlNode merged = NONE;
        if (node.orElse(null) instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    YamlNode value = new YamlNode(Optional.of(tuple.getValueNode()));
                    if (name.getValue().equals(key)) {
                        return value;
                    }
                    if (name.getValue().equals("<<") && merges > 0) {
                        merged = value.child(key, merges - 1);
                    }
                }
            }
        }
        return merged;
    }

    /** The elements of a list. */
    List<YamlNode> elements() {
        if (node.orElse(null) instanceof SequenceNode list) {
            return list.getValue().stream().map(each -> new YamlNode(Optional.of(each))).toList();
        }
        return List.of();
    }

    /** The text here; empty where there is none. */
    String text() {
        return node.orElse(null) instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The texts of the elements of a list. */
    List<String> texts() {
        return elements().stream().map(YamlNode::text).toList();
    }

    boolean isTrue() {
        return text().equals("true");
    }

    boolean exists() {
        return node.isPresent();
    }

    /** Its first line, from 1; 0 where there is nothing. */
    int startLine() {
        return node.flatMap(Node::getStartMark).map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** Its last line. */
    int endLine() {
        Optional<Mark> end = node.flatMap(Node::getEndMark);
        int line = end.map(mark -> mark.getLine() + (mark.getColumn() > 0 ? 1 : 0)).orElse(0);
        return Math.max(startLine(), line);
    }
}
