package dev.cooper.policy.document;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.Set;
import java.util.function.UnaryOperator;

/** Puts other texts in the place of those that are written. */
final class YamlTexts {
    private YamlTexts() {}

    static Node filled(Node node, UnaryOperator<String> text, Set<String> kept) {
        return switch (node) {
            case ScalarNode scalar -> {
                String other = text.apply(scalar.getValue());
                yield other.equals(scalar.getValue())
                        ? scalar
                        : new ScalarNode(
                                scalar.getTag(),
                                true,
                                other,
                                ScalarStyle.DOUBLE_QUOTED,
                                scalar.getStartMark(),
                                scalar.getEndMark());
            }
            case SequenceNode list ->
                    new SequenceNode(
                            list.getTag(),
                            true,
                            list.getValue().stream().map(each -> filled(each, text, kept)).toList(),
                            list.getFlowStyle(),
                            list.getStartMark(),
                            list.getEndMark());
            case MappingNode map ->
                    new MappingNode(
                            map.getTag(),
                            true,
                            map.getValue().stream()
                                    .map(each ->
                                            isKept(each, kept)
                                                    ? each
                                                    : new NodeTuple(
                                                            each.getKeyNode(),
                                                            filled(
                                                                    each.getValueNode(),
                                                                    text,
                                                                    kept)))
                                    .toList(),
                            map.getFlowStyle(),
                            map.getStartMark(),
                            map.getEndMark());
            default -> node;
        };
    }

    private static boolean isKept(NodeTuple entry, Set<String> kept) {
        return entry.getKeyNode() instanceof ScalarNode key && kept.contains(key.getValue());
    }
}
