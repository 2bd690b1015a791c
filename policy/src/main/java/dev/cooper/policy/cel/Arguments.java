package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What a function was called with. */
public record Arguments(String function, List<@Nullable Object> values) {
    /**
     * Wants so many.
     *
     * @throws CelException when there are more or fewer
     */
    public Arguments sized(int least, int most) {
        if (values.size() < least || values.size() > most) {
            throw CelException.noOverload(function + " with " + values.size() + " arguments");
        }
        return this;
    }

    /** Returns how many there are. */
    public int size() {
        return values.size();
    }

    /** Returns one. */
    public @Nullable Object at(int index) {
        return values.get(index);
    }

    /**
     * Returns one of a type.
     *
     * @throws CelException when it is of another
     */
    public <T> T at(int index, Class<T> type) {
        Object value = values.get(index);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw CelException.noOverload(function + "(" + TypeName.of(value).name() + ")");
    }

    /** Returns a text. */
    public String text(int index) {
        return at(index, String.class);
    }

    /** Returns a whole number that fits. */
    public int integer(int index) {
        long number = at(index, Long.class);
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Returns a list. */
    public List<?> list(int index) {
        return at(index, List.class);
    }

    /** Returns a map. */
    public Map<?, ?> map(int index) {
        return at(index, Map.class);
    }
}
