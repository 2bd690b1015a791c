package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Go's comparison functions. */
final class Comparison {
    private Comparison() {}

    static boolean of(String name, List<? extends @Nullable Object> arguments) {
        Functions.atLeast(name, arguments, 2);
        if (name.equals("eq")) {
            for (Object other : arguments.subList(1, arguments.size())) {
                if (equal(name, arguments.getFirst(), other)) {
                    return true;
                }
            }
            return false;
        }
        if (arguments.size() != 2) {
            throw new FunctionException(
                    "wrong number of args for " + name + ": want 2 got " + arguments.size());
        }
        Object left = arguments.getFirst();
        Object right = arguments.getLast();
        return switch (name) {
            case "ne" -> !equal(name, left, right);
            case "lt" -> order(name, left, right) < 0;
            case "le" -> order(name, left, right) <= 0;
            case "gt" -> order(name, left, right) > 0;
            case "ge" -> order(name, left, right) >= 0;
            default -> throw new IllegalStateException(name);
        };
    }

    private static boolean equal(String name, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        if (left.getClass() != right.getClass()) {
            throw incompatible(name);
        }
        if (left instanceof List || left instanceof Map) {
            throw new FunctionException(
                    "error calling " + name + ": non-comparable type " + Values.type(left));
        }
        return left.equals(right);
    }

    private static int order(String name, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        if (left instanceof Double a && right instanceof Double b) {
            return Double.compare(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left != null && right != null && left.getClass() == right.getClass()) {
            throw new FunctionException("error calling " + name + ": invalid type for comparison");
        }
        throw incompatible(name);
    }

    private static FunctionException incompatible(String name) {
        return new FunctionException(
                "error calling " + name + ": incompatible types for comparison");
    }
}
