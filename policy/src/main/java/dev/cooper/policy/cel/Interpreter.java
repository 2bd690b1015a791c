package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works an expression out, once. */
final class Interpreter {
    private final Variables variables;
    private final Map<String, Function> library;
    private @Nullable Scope scope;
    private long steps;

    Interpreter(Variables variables, Map<String, Function> library) {
        this.variables = variables;
        this.library = library;
    }

    /** A variable of a macro, and those around it. */
    private record Scope(String name, @Nullable Object value, @Nullable Scope outer) {}

    private void take(long some) {
        steps += some;
        if (steps > Program.MOST_STEPS) {
            throw new TooLongException();
        }
    }

    @Nullable Object value(Expr expression) {
        take(1);
        return switch (expression) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> name(name.name());
            case Expr.Select select -> select(select);
            case Expr.Has has -> has(value(has.of()), has.field());
            case Expr.Index index -> index(index);
            case Expr.Call call -> call(call);
            case Expr.And and -> logic(and.left(), and.right(), false);
            case Expr.Or or -> logic(or.left(), or.right(), true);
            case Expr.Condition one ->
                    value(truth(value(one.condition())) ? one.then() : one.otherwise());
            case Expr.ListOf list -> list(list);
            case Expr.MapOf map -> map(map);
            case Expr.Loop loop -> loop(loop);
            case Expr.Bind bind -> within(bind.variable(), value(bind.value()), bind.in());
            case Expr.OptionalMap map -> optionalMap(map);
        };
    }

    static boolean truth(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw CelException.noOverload("a condition that is " + TypeName.of(value).name());
    }

    private @Nullable Object name(String name) {
        for (Scope at = scope; at != null; at = at.outer()) {
            if (at.name().equals(name)) {
                return at.value();
            }
        }
        String plain = name.startsWith(".") ? name.substring(1) : name;
        if (variables.has(plain)) {
            return variables.get(plain);
        }
        if (TypeName.NAMES.contains(plain)) {
            return new TypeName(plain);
        }
        throw new CelException("undeclared reference to " + plain);
    }

    private boolean isOwn(String path) {
        String first = path.indexOf('.') < 0 ? path : path.substring(0, path.indexOf('.'));
        for (Scope at = scope; at != null; at = at.outer()) {
            if (at.name().equals(first)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Object select(Expr.Select select) {
        Optional<String> path = Names.path(select);
        if (path.isPresent() && !isOwn(path.get())) {
            if (variables.has(path.get())) {
                return variables.get(path.get());
            }
            if (TypeName.NAMES.contains(path.get())) {
                return new TypeName(path.get());
            }
        }
        Object of = value(select.of());
        return select.optional()
                ? optionalAt(of, select.field())
                : throughOptional(of, select.field());
    }

    private static @Nullable Object throughOptional(@Nullable Object of, Object key) {
        return of instanceof Optional<?> optional
                ? optional.isEmpty() ? optional : optionalAt(optional.get(), key)
                : Collections.at(of, key);
    }

    private static Object optionalAt(@Nullable Object of, Object key) {
        Object at = of instanceof Optional<?> optional ? optional.orElse(null) : of;
        return at == null ? Optional.empty() : Collections.find(at, key);
    }

    private static boolean has(@Nullable Object of, String field) {
        Object at =
                of instanceof Optional<?> optional
                        ? (optional.isPresent() ? optional.get() : Map.of())
                        : of;
        if (at instanceof Map<?, ?> map) {
            return map.containsKey(field);
        }
        throw CelException.noOverload("has(" + TypeName.of(of).name() + "." + field + ")");
    }

    private @Nullable Object index(Expr.Index index) {
        Object of = value(index.of());
        Object key = value(index.key());
        if (key == null) {
            throw CelException.noOverload("_[null]");
        }
        return index.optional() ? optionalAt(of, key) : throughOptional(of, key);
    }

    /** What is clear by one side alone holds even when the other has no value. */
    private boolean logic(Expr left, Expr right, boolean decides) {
        CelException error;
        try {
            if (truth(value(left)) == decides) {
                return decides;
            }
            return truth(value(right));
        } catch (TooLongException e) {
            throw e;
        } catch (CelException e) {
            error = e;
        }
        if (truth(value(right)) == decides) {
            return decides;
        }
        throw error;
    }

    private Object list(Expr.ListOf list) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Expr.Entry each : list.elements()) {
            Object value = value(each.value());
            if (!each.optional()) {
                elements.add(value);
            } else if (value instanceof Optional<?> optional) {
                optional.ifPresent(elements::add);
            } else {
                throw CelException.noOverload("[?...]");
            }
        }
        return elements;
    }

    private Object map(Expr.MapOf map) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < map.keys().size(); i++) {
            Object key = Collections.key(value(map.keys().get(i).value()));
            Object value = value(map.values().get(i));
            if (map.keys().get(i).optional()) {
                if (!(value instanceof Optional<?> optional)) {
                    throw CelException.noOverload("{?...}");
                }
                if (optional.isEmpty()) {
                    continue;
                }
                value = optional.get();
            }
            if (entries.containsKey(key)) {
                throw new CelException("repeated key " + key);
            }
            entries.put(key, value);
        }
        return entries;
    }

    private @Nullable Object call(Expr.Call call) {
        Optional<String> qualified =
                Names.qualified(call).filter(name -> !isOwn(name) && function(name) != null);
        List<@Nullable Object> arguments = new ArrayList<>();
        if (qualified.isEmpty() && call.target().isPresent()) {
            arguments.add(value(call.target().get()));
        }
        for (Expr each : call.arguments()) {
            Object value = value(each);
            arguments.add(value);
        }
        String name = qualified.orElse(call.function());
        Function function = function(name);
        if (function == null) {
            throw CelException.noOverload(name);
        }
        take(Collections.weight(arguments));
        return function.call(arguments);
    }

    private @Nullable Function function(String name) {
        Function own = library.get(name);
        return own != null ? own : Library.STANDARD.get(name);
    }

    @Nullable Object within(String name, @Nullable Object value, Expr expression) {
        Scope outer = scope;
        scope = new Scope(name, value, outer);
        try {
            return value(expression);
        } finally {
            scope = outer;
        }
    }

    private Object optionalMap(Expr.OptionalMap map) {
        if (!(value(map.of()) instanceof Optional<?> optional)) {
            throw CelException.noOverload("optMap");
        }
        if (optional.isEmpty()) {
            return optional;
        }
        Object mapped = within(map.variable(), optional.get(), map.step());
        if (map.flat()) {
            if (mapped instanceof Optional<?> flat) {
                return flat;
            }
            throw CelException.noOverload("optFlatMap");
        }
        return Optional.ofNullable(mapped);
    }

    private Object loop(Expr.Loop loop) {
        return new Loops(this, loop).over(value(loop.range()));
    }
}
