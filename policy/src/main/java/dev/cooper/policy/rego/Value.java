package dev.cooper.policy.rego;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A value of the language; all values have an order, whatever their kind. */
sealed interface Value extends Comparable<Value> {
    record Null() implements Value {}

    record Bool(boolean value) implements Value {}

    /** A number of any size that is still reasonable; equal ones are written alike. */
    record Num(BigDecimal value) implements Value {
        private static final int LONGEST = 2000;

        public Num {
            if (value.precision() > LONGEST || Math.abs(value.scale()) > LONGEST) {
                throw new RegoException("a number is too long");
            }
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }

        boolean isWhole() {
            return value.scale() <= 0;
        }
    }

    record Str(String text) implements Value {}

    record Arr(List<Value> items) implements Value {}

    record Obj(NavigableMap<Value, Value> entries) implements Value {}

    record SetOf(NavigableSet<Value> items) implements Value {}

    static Value of(boolean value) {
        return value ? Values.TRUE : Values.FALSE;
    }

    static Value of(String text) {
        return new Str(text);
    }

    static Value of(long number) {
        return new Num(BigDecimal.valueOf(number));
    }

    static Value array(List<? extends Value> items) {
        return new Arr(List.copyOf(items));
    }

    static Value set(Collection<? extends Value> items) {
        return new SetOf(Collections.unmodifiableNavigableSet(new TreeSet<>(items)));
    }

    static Obj object(Map<Value, Value> entries) {
        return new Obj(Collections.unmodifiableNavigableMap(new TreeMap<>(entries)));
    }

    /** Takes what JSON and YAML have. */
    static Value ofJson(@Nullable Object json) {
        return switch (json) {
            case null -> Values.NULL;
            case Boolean it -> of(it);
            case Number it -> new Num(new BigDecimal(it.toString()));
            case Collection<?> it -> array(it.stream().map(Value::ofJson).toList());
            case Map<?, ?> it -> {
                NavigableMap<Value, Value> entries = new TreeMap<>();
                it.forEach((key, value) -> entries.put(of(String.valueOf(key)), ofJson(value)));
                yield new Obj(Collections.unmodifiableNavigableMap(entries));
            }
            default -> of(json.toString());
        };
    }

    /** Where its kind stands among the kinds. */
    private static int rank(Value value) {
        return switch (value) {
            case Null _ -> 0;
            case Bool _ -> 1;
            case Num _ -> 2;
            case Str _ -> 3;
            case Arr _ -> 4;
            case Obj _ -> 5;
            case SetOf _ -> 6;
        };
    }

    @Override
    default int compareTo(Value other) {
        return switch (this) {
            case Null _ -> Integer.compare(rank(this), rank(other));
            case Bool one when other instanceof Bool two -> Boolean.compare(one.value, two.value);
            case Num one when other instanceof Num two -> one.value.compareTo(two.value);
            case Str one when other instanceof Str two -> one.text.compareTo(two.text);
            case Arr one when other instanceof Arr two -> compare(one.items, two.items);
            case SetOf one when other instanceof SetOf two -> compare(one.items, two.items);
            case Obj one when other instanceof Obj two -> compare(one, two);
            default -> Integer.compare(rank(this), rank(other));
        };
    }

    private static int compare(Obj one, Obj two) {
        int keys = compare(one.entries.keySet(), two.entries.keySet());
        return keys == 0 ? compare(one.entries.values(), two.entries.values()) : keys;
    }

    private static int compare(Collection<Value> one, Collection<Value> two) {
        Iterator<Value> left = one.iterator();
        Iterator<Value> right = two.iterator();
        while (left.hasNext() && right.hasNext()) {
            int difference = left.next().compareTo(right.next());
            if (difference != 0) {
                return difference;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    /** Returns what is under a key; null when there is nothing. */
    default @Nullable Value at(Value key) {
        return switch (this) {
            case Obj it -> it.entries.get(key);
            case SetOf it -> it.items.contains(key) ? key : null;
            case Arr it -> {
                int index = key instanceof Num number ? index(number, it.items.size()) : -1;
                yield index < 0 ? null : it.items.get(index);
            }
            case Null _, Bool _, Num _, Str _ -> null;
        };
    }

    private static int index(Num number, int size) {
        boolean inside =
                number.isWhole()
                        && number.value.signum() >= 0
                        && number.value.compareTo(BigDecimal.valueOf(size)) < 0;
        return inside ? number.value.intValue() : -1;
    }

    /** Returns all keys under which there is something. */
    default Collection<Value> keys() {
        return switch (this) {
            case Obj it -> it.entries.keySet();
            case SetOf it -> it.items;
            case Arr it -> {
                List<Value> keys = new ArrayList<>();
                for (int i = 0; i < it.items.size(); i++) {
                    keys.add(of(i));
                }
                yield keys;
            }
            case Null _, Bool _, Num _, Str _ -> List.of();
        };
    }

    /** How many there are in it; -1 when it is no collection. */
    default int size() {
        return switch (this) {
            case Obj it -> it.entries.size();
            case SetOf it -> it.items.size();
            case Arr it -> it.items.size();
            case Null _, Bool _, Num _, Str _ -> -1;
        };
    }
}
