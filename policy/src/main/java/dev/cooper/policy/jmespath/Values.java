package dev.cooper.policy.jmespath;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a function was called with.
 *
 * @param function its name
 */
record Values(String function, List<@Nullable Object> all) {
    @Nullable Object at(int index) {
        return all.get(index);
    }

    String text(int index) {
        if (at(index) instanceof String text) {
            return text;
        }
        throw wrong(index, "a text");
    }

    int whole(int index) {
        if (at(index) instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw wrong(index, "a whole number");
    }

    Amount amount(int index) {
        return Amount.of(function, at(index));
    }

    List<Amount> amounts(int index) {
        return list(index).stream().map(each -> Amount.of(function, each)).toList();
    }

    List<?> list(int index) {
        if (at(index) instanceof List<?> list) {
            return list;
        }
        throw wrong(index, "a list");
    }

    Map<?, ?> map(int index) {
        if (at(index) instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(index, "an object");
    }

    private SyntaxException wrong(int index, String wanted) {
        return new SyntaxException(
                function + ": want " + wanted + " as its argument " + (index + 1));
    }
}
