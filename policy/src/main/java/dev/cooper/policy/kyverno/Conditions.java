package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold of a document: of each block all of one list, and one of the other.
 *
 * @param blocks as they are written
 */
record Conditions(List<Block> blocks) {
    /** Of {@code any} one must hold, unless there is none; of {@code all} each. */
    record Block(List<One> any, List<One> all) {}

    /** A condition; key and value may have queries. The message may be empty. */
    record One(@Nullable Object key, Operator operator, @Nullable Object value, String message) {}

    static Conditions read(YamlNode list) {
        List<YamlNode> elements = list.isMap() ? List.of(list) : list.elements();
        List<Block> blocks = new ArrayList<>();
        for (YamlNode each : elements) {
            if (each.get("key").exists()) {
                blocks.add(new Block(List.of(), List.of(one(each))));
            } else {
                each.only("any", "all");
                blocks.add(new Block(all(each.get("any")), all(each.get("all"))));
            }
        }
        return new Conditions(blocks);
    }

    private static List<One> all(YamlNode list) {
        return list.elements().stream().map(Conditions::one).toList();
    }

    private static One one(YamlNode condition) {
        condition.only("key", "operator", "value", "message");
        YamlNode operator = condition.get("operator");
        return new One(
                condition.get("key").value(),
                Operator.parse(operator.wantedText())
                        .orElseThrow(() -> operator.wrong("there is no such operator")),
                condition.get("value").value(),
                condition.get("message").text().strip());
    }

    /** Whether all holds. */
    boolean hold(Template template) {
        return against(template).isEmpty();
    }

    /** What does not hold, in a few words; empty when all does. */
    Optional<String> against(Template template) {
        for (Block block : blocks) {
            boolean any =
                    block.any.isEmpty() || block.any.stream().anyMatch(one -> holds(one, template));
            if (!any) {
                return Optional.of(said(block.any.getFirst()));
            }
            Optional<One> failed =
                    block.all.stream().filter(one -> !holds(one, template)).findFirst();
            if (failed.isPresent()) {
                return Optional.of(said(failed.get()));
            }
        }
        return Optional.empty();
    }

    private static String said(One one) {
        return !one.message.isEmpty()
                ? one.message
                : "the condition does not hold that "
                        + one.key
                        + " "
                        + one.operator
                        + " "
                        + one.value;
    }

    private static boolean holds(One one, Template template) {
        return one.operator.holds(filled(one.key, template), filled(one.value, template));
    }

    static @Nullable Object filled(@Nullable Object value, Template template) {
        return switch (value) {
            case String text -> template.fill(text);
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                list.forEach(each -> all.add(filled(each, template)));
                yield all;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((key, each) -> all.put(key, filled(each, template)));
                yield all;
            }
            case null, default -> value;
        };
    }
}
