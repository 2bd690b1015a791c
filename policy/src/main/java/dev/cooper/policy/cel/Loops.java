package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Works out a macro that loops. */
final class Loops {
    private final Interpreter interpreter;
    private final Expr.Loop loop;

    Loops(Interpreter interpreter, Expr.Loop loop) {
        this.interpreter = interpreter;
        this.loop = loop;
    }

    /** What the variables are in one turn. */
    private record Turn(@Nullable Object first, @Nullable Object second) {}

    Object over(@Nullable Object range) {
        List<Turn> turns = turns(range);
        return switch (loop.kind()) {
            case ALL -> quantify(turns, false);
            case EXISTS -> quantify(turns, true);
            case EXISTS_ONE -> turns.stream().filter(this::chosen).count() == 1;
            case MAP, TRANSFORM_LIST -> mapped(turns);
            case FILTER -> filtered(turns);
            case TRANSFORM_MAP, TRANSFORM_ENTRY -> transformed(turns);
        };
    }

    private List<Turn> turns(@Nullable Object range) {
        boolean pairs = !loop.second().isEmpty();
        List<Turn> turns = new ArrayList<>();
        if (range instanceof List<?> list) {
            for (Object each : list) {
                turns.add(pairs ? new Turn((long) turns.size(), each) : new Turn(each, null));
            }
        } else if (range instanceof Map<?, ?> map) {
            map.forEach((key, value) -> turns.add(new Turn(key, value)));
        } else {
            throw CelException.noOverload("a macro over no list");
        }
        return turns;
    }

    private @Nullable Object step(Turn turn, Expr step) {
        return loop.second().isEmpty()
                ? interpreter.within(loop.variable(), turn.first(), step)
                : interpreter.within(
                        loop.variable(),
                        turn.first(),
                        new Expr.Bind(loop.second(), new Expr.Literal(turn.second()), step));
    }

    private boolean chosen(Turn turn) {
        return Interpreter.truth(step(turn, loop.steps().getFirst()));
    }

    /** Whether what is made is made of this one: always, unless there is a condition before it. */
    private boolean made(Turn turn) {
        return loop.steps().size() == 1 || chosen(turn);
    }

    private List<@Nullable Object> filtered(List<Turn> turns) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Turn each : turns) {
            if (chosen(each)) {
                kept.add(each.first());
            }
        }
        return kept;
    }

    private List<@Nullable Object> mapped(List<Turn> turns) {
        List<@Nullable Object> mapped = new ArrayList<>();
        for (Turn each : turns) {
            if (made(each)) {
                mapped.add(step(each, loop.steps().getLast()));
            }
        }
        return mapped;
    }

    /** A map with the same keys, or of the entries that each turn makes. */
    private Map<@Nullable Object, @Nullable Object> transformed(List<Turn> turns) {
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
        for (Turn each : turns) {
            if (!made(each)) {
                continue;
            }
            Object value = step(each, loop.steps().getLast());
            if (loop.kind() == Expr.Kind.TRANSFORM_MAP) {
                all.put(each.first(), value);
                continue;
            }
            if (!(value instanceof Map<?, ?> entries)) {
                throw CelException.noOverload("transformMapEntry without a map");
            }
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (all.containsKey(entry.getKey())) {
                    throw new CelException("repeated key " + entry.getKey());
                }
                all.put(entry.getKey(), entry.getValue());
            }
        }
        return all;
    }

    private boolean quantify(List<Turn> turns, boolean decides) {
        CelException error = null;
        for (Turn each : turns) {
            try {
                if (chosen(each) == decides) {
                    return decides;
                }
            } catch (TooLongException e) {
                throw e;
            } catch (CelException e) {
                error = e;
            }
        }
        if (error != null) {
            throw error;
        }
        return !decides;
    }
}
