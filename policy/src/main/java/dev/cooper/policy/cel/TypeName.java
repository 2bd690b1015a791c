package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a value, which is a value too.
 *
 * @param name such as {@code int}
 */
public record TypeName(String name) {
    static final Set<String> NAMES =
            Set.of(
                    "int",
                    "uint",
                    "double",
                    "bool",
                    "string",
                    "bytes",
                    "list",
                    "map",
                    "null_type",
                    "type",
                    "google.protobuf.Timestamp",
                    "google.protobuf.Duration");

    static TypeName of(@Nullable Object value) {
        return new TypeName(
                switch (value) {
                    case null -> "null_type";
                    case Long _ -> "int";
                    case Uint _ -> "uint";
                    case Double _ -> "double";
                    case Boolean _ -> "bool";
                    case String _ -> "string";
                    case Bytes _ -> "bytes";
                    case List<?> _ -> "list";
                    case Map<?, ?> _ -> "map";
                    case Instant _ -> "google.protobuf.Timestamp";
                    case Duration _ -> "google.protobuf.Duration";
                    case TypeName _ -> "type";
                    case Optional<?> _ -> "optional_type";
                    default -> "object";
                });
    }
}
