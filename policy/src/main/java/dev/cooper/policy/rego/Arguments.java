package dev.cooper.policy.rego;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;

/**
 * What a function is given. What is of another kind than wanted makes the call undefined.
 *
 * @param budget pays for what is made
 */
record Arguments(List<Value> values, Budget budget) {
    int size() {
        return values.size();
    }

    Value at(int index) {
        if (index >= values.size()) {
            throw Undefined.here();
        }
        return values.get(index);
    }

    String text(int index) {
        return text(at(index));
    }

    static String text(Value value) {
        if (value instanceof Value.Str it) {
            return it.text();
        }
        throw Undefined.here();
    }

    BigDecimal number(int index) {
        return number(at(index));
    }

    static BigDecimal number(Value value) {
        if (value instanceof Value.Num it) {
            return it.value();
        }
        throw Undefined.here();
    }

    long whole(int index) {
        return whole(at(index));
    }

    static long whole(Value value) {
        if (value instanceof Value.Num it && it.isWhole()) {
            try {
                return it.value().longValueExact();
            } catch (ArithmeticException _) {
                throw Undefined.here();
            }
        }
        throw Undefined.here();
    }

    boolean isTrue(int index) {
        if (at(index) instanceof Value.Bool it) {
            return it.value();
        }
        throw Undefined.here();
    }

    List<Value> array(int index) {
        if (at(index) instanceof Value.Arr it) {
            return it.items();
        }
        throw Undefined.here();
    }

    NavigableSet<Value> set(int index) {
        return set(at(index));
    }

    static NavigableSet<Value> set(Value value) {
        if (value instanceof Value.SetOf it) {
            return it.items();
        }
        throw Undefined.here();
    }

    NavigableMap<Value, Value> object(int index) {
        return object(at(index));
    }

    static NavigableMap<Value, Value> object(Value value) {
        if (value instanceof Value.Obj it) {
            return it.entries();
        }
        throw Undefined.here();
    }

    /** The items of an array or a set. */
    Collection<Value> items(int index) {
        return switch (at(index)) {
            case Value.Arr it -> it.items();
            case Value.SetOf it -> it.items();
            case Value _ -> throw Undefined.here();
        };
    }

    /** The values of an array, a set or an object. */
    Collection<Value> all(int index) {
        return at(index) instanceof Value.Obj it ? it.entries().values() : items(index);
    }

    List<String> texts(int index) {
        List<String> texts = new ArrayList<>();
        items(index).forEach(each -> texts.add(text(each)));
        return texts;
    }

    /** A text, or several of them. */
    List<String> textOrTexts(int index) {
        return at(index) instanceof Value.Str it ? List.of(it.text()) : texts(index);
    }
}
