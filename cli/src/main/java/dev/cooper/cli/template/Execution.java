package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One application of a template to a value. */
final class Execution {
    private final String source;
    private final boolean headings;
    private final TemplateFunctions more;
    private final StringBuilder out = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    Execution(String source, @Nullable Object value, boolean headings, TemplateFunctions more) {
        this.more = more;
        this.source = source;
        this.headings = headings;
        declare("$", value);
    }

    String run(List<Node> nodes) {
        walk(nodes, values.getFirst());
        return out.toString();
    }

    private Flow walk(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            Flow flow =
                    switch (node) {
                        case Node.Text(String text) -> {
                            out.append(text);
                            yield Flow.ON;
                        }
                        case Node.Action(Node.Pipeline pipeline) -> {
                            Object value = evaluate(pipeline, dot);
                            if (pipeline.variables().isEmpty()) {
                                out.append(value == null ? "<no value>" : Values.print(value));
                            }
                            yield Flow.ON;
                        }
                        case Node.Branch branch -> branch(branch, dot);
                        case Node.Range range -> range(range, dot);
                        case Node.Jump(boolean leaves) -> leaves ? Flow.BREAK : Flow.CONTINUE;
                    };
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow branch(Node.Branch branch, @Nullable Object dot) {
        int scope = names.size();
        Object value = evaluate(branch.pipeline(), dot);
        Flow flow =
                Values.truth(value)
                        ? walk(branch.then(), branch.with() ? value : dot)
                        : walk(branch.otherwise(), dot);
        leave(scope);
        return flow;
    }

    private Flow range(Node.Range range, @Nullable Object dot) {
        int scope = names.size();
        Object over = evaluateCalls(range.pipeline(), dot);
        List<Object> keys = new ArrayList<>();
        List<@Nullable Object> items = new ArrayList<>();
        collect(over, keys, items, range.pipeline().position());
        Flow flow = items.isEmpty() ? walk(range.otherwise(), dot) : Flow.ON;
        int inner = names.size();
        for (int i = 0; i < items.size(); i++) {
            List<String> targets = range.pipeline().variables();
            boolean declares = range.pipeline().declares();
            if (targets.size() == 1) {
                set(targets.getFirst(), items.get(i), declares);
            } else if (targets.size() == 2) {
                set(targets.getFirst(), keys.get(i), declares);
                set(targets.getLast(), items.get(i), declares);
            }
            Flow result = walk(range.body(), items.get(i));
            leave(inner);
            if (result == Flow.BREAK) {
                break;
            }
        }
        leave(scope);
        return flow;
    }

    private void collect(
            @Nullable Object over, List<Object> keys, List<@Nullable Object> items, int position) {
        switch (over) {
            case null -> {}
            case List<?> list -> {
                for (Object item : list) {
                    keys.add((long) keys.size());
                    items.add(item);
                }
            }
            case Map<?, ?> map ->
                    new TreeMap<Object, @Nullable Object>(map)
                            .forEach((key, item) -> {
                                keys.add(key);
                                items.add(item);
                            });
            case Long count -> {
                for (long i = 0; i < count; i++) {
                    keys.add(i);
                    items.add(i);
                }
            }
            default -> {
                String shown = Values.print(over);
                throw error("range can't iterate over " + shown, position, shown);
            }
        }
    }

    private @Nullable Object evaluate(Node.Pipeline pipeline, @Nullable Object dot) {
        Object value = evaluateCalls(pipeline, dot);
        for (String name : pipeline.variables()) {
            set(name, value, pipeline.declares());
        }
        return value;
    }

    private @Nullable Object evaluateCalls(Node.Pipeline pipeline, @Nullable Object dot) {
        Object value = null;
        boolean first = true;
        for (Node.Call call : pipeline.calls()) {
            value = call(call, dot, first ? List.of() : Collections.singletonList(value));
            first = false;
        }
        return value;
    }

    private @Nullable Object call(
            Node.Call call, @Nullable Object dot, List<? extends @Nullable Object> piped) {
        Node.Operand head = call.words().getFirst();
        List<Node.Operand> rest = call.words().subList(1, call.words().size());
        if (head instanceof Node.Function(String name, int position)) {
            return function(name, position, rest, piped, dot);
        }
        if (!rest.isEmpty() || !piped.isEmpty()) {
            throw error(
                    "can't give argument to non-function " + text(head),
                    head.position(),
                    text(head));
        }
        return operand(head, dot);
    }

    private @Nullable Object function(
            String name,
            int position,
            List<Node.Operand> words,
            List<? extends @Nullable Object> piped,
            @Nullable Object dot) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Node.Operand word : words) {
            Object value = operand(word, dot);
            arguments.add(value);
            // Go evaluates no more than it needs
            if ((name.equals("and") && !Values.truth(value))
                    || (name.equals("or") && Values.truth(value))) {
                return value;
            }
        }
        arguments.addAll(piped);
        try {
            return more.has(name)
                    ? more.call(name, arguments)
                    : Functions.call(name, arguments, headings);
        } catch (FunctionException e) {
            throw atFault(e, name, position, words);
        }
    }

    private TemplateException atFault(
            FunctionException e, String name, int position, List<Node.Operand> words) {
        if (e.argument() >= 0 && e.argument() < words.size()) {
            Node.Operand word = words.get(e.argument());
            return error(e.getMessage(), word.position(), text(word));
        }
        StringBuilder call = new StringBuilder(name);
        if (e.getMessage().startsWith("error calling")) {
            for (Node.Operand word : words) {
                call.append(' ').append(text(word));
            }
        }
        return error(e.getMessage(), position, call.toString());
    }

    private @Nullable Object operand(Node.Operand operand, @Nullable Object dot) {
        return switch (operand) {
            case Node.Literal literal -> literal.value();
            case Node.Function(String name, int position) ->
                    function(name, position, List.of(), List.of(), dot);
            case Node.Fields fields -> fields(dot, fields.names(), fields);
            case Node.Variable variable ->
                    fields(variable(variable.name()), variable.fields(), variable);
            case Node.Group group -> fields(evaluate(group.pipeline(), dot), group.fields(), group);
        };
    }

    private @Nullable Object fields(@Nullable Object start, List<String> names, Node.Operand at) {
        Object value = start;
        for (String name : names) {
            value = field(value, name, at);
        }
        return value;
    }

    private @Nullable Object field(@Nullable Object value, String name, Node.Operand at) {
        return switch (value) {
            case null ->
                    throw error(
                            "nil pointer evaluating interface {}." + name, at.position(), text(at));
            case Struct struct -> {
                if (!struct.has(name)) {
                    throw error(
                            "can't evaluate field " + name + " in type " + struct.typeName(),
                            at.position(),
                            text(at));
                }
                yield struct.get(name);
            }
            case Map<?, ?> map -> map.get(name);
            default ->
                    throw error(
                            "can't evaluate field " + name + " in type " + Values.type(value),
                            at.position(),
                            text(at));
        };
    }

    private @Nullable Object variable(String name) {
        return values.get(names.lastIndexOf(name));
    }

    private void set(String name, @Nullable Object value, boolean declares) {
        if (declares) {
            declare(name, value);
        } else {
            values.set(names.lastIndexOf(name), value);
        }
    }

    private void declare(String name, @Nullable Object value) {
        names.add(name);
        values.add(value);
    }

    private void leave(int scope) {
        names.subList(scope, names.size()).clear();
        values.subList(scope, values.size()).clear();
    }

    /** The operand as it is written in the template. */
    private String text(Node.Operand operand) {
        return switch (operand) {
            case Node.Literal literal ->
                    literal.value() instanceof String text
                            ? Printf.quote(text)
                            : String.valueOf(literal.value());
            case Node.Function function -> function.name();
            case Node.Fields fields ->
                    fields.names().isEmpty() ? "." : "." + String.join(".", fields.names());
            case Node.Variable variable ->
                    variable.fields().isEmpty()
                            ? variable.name()
                            : variable.name() + "." + String.join(".", variable.fields());
            case Node.Group group -> {
                StringBuilder calls = new StringBuilder();
                for (Node.Call call : group.pipeline().calls()) {
                    calls.append(calls.isEmpty() ? "(" : " | ");
                    String gap = "";
                    for (Node.Operand word : call.words()) {
                        calls.append(gap).append(text(word));
                        gap = " ";
                    }
                }
                yield calls.append(')').toString();
            }
        };
    }

    private TemplateException error(String problem, int position, String... at) {
        int lineStart = source.lastIndexOf('\n', position - 1) + 1;
        String where = at.length == 0 ? "" : " at <" + at[0] + ">";
        return new TemplateException(
                "template parsing error: template: :"
                        + Lexer.line(source, position)
                        + ":"
                        + (position - lineStart)
                        + ": executing \"\""
                        + where
                        + ": "
                        + problem);
    }
}
