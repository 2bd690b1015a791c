package dev.cooper.policy.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The published vectors of the language; what differs is listed beside them. */
class ConformanceTest {
    /** About messages of Protocol Buffers and the checker of types: no part of policies. */
    private static final Set<String> MESSAGES =
            Set.of(
                    "proto2",
                    "proto2_ext",
                    "proto3",
                    "dynamic",
                    "enums",
                    "wrappers",
                    "block_ext",
                    "type_deductions");

    private static final String HOME = "/cel-conformance/";

    @Test
    void allVectorsPassButThoseThatAreNamed() throws IOException {
        Set<String> failed = new TreeSet<>();
        Map<String, int[]> counts = new TreeMap<>();
        for (Object each : (List<?>) Objects.requireNonNull(Json.parse(resource("vectors.json")))) {
            JsonObject vector = JsonObject.of(each, "vector");
            String suite = vector.string("suite");
            String first = suite.substring(0, suite.indexOf('/'));
            if (MESSAGES.contains(first) || isOfMessages(vector.string("expr"))) {
                continue;
            }
            String why = why(vector);
            int[] count = counts.computeIfAbsent(first, _ -> new int[2]);
            count[1]++;
            if (why.isEmpty()) {
                count[0]++;
            } else {
                failed.add(suite + "/" + vector.string("name"));
                if (Boolean.getBoolean("cel.explain")) {
                    System.out.println(suite + ": " + vector.string("expr") + ": " + why);
                }
            }
        }
        StringBuilder sum = new StringBuilder();
        counts.forEach((suite, count) ->
                sum.append("# " + suite + ": " + count[0] + " of " + count[1] + "\n"));
        String found = sum + String.join("\n", failed) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Path home = Path.of(Objects.requireNonNull(System.getProperty("cooper.checkout")));
            Files.writeString(
                    home.resolve("policy/src/test/resources" + HOME + "differences.txt"), found);
        }
        assertEquals(new String(resource("differences.txt"), StandardCharsets.UTF_8), found);
    }

    private static boolean isOfMessages(String expression) {
        return expression.contains("TestAllTypes") || expression.contains("google.protobuf.");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream(HOME + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static String why(JsonObject vector) {
        Variables variables = new Variables();
        if (vector.has("bindings")) {
            JsonObject bindings = vector.object("bindings");
            for (String name : bindings.names()) {
                try {
                    variables.with(name, value(bindings.object(name).object("value")));
                } catch (SyntaxException e) {
                    return "bindings: " + e.getMessage();
                }
            }
        }
        try {
            Object found = Program.parse(vector.string("expr"), Map.of()).run(variables);
            if (vector.has("error")) {
                return "no error, but " + found;
            }
            if (!vector.has("value")) {
                return vector.has("other") || !Boolean.TRUE.equals(found) ? "unknown value" : "";
            }
            Object wanted = value(vector.object("value"));
            boolean same = found instanceof Double one && one.isNaN();
            same |=
                    TypeName.of(found).equals(TypeName.of(wanted))
                            && Comparisons.equal(wanted, found);
            return same ? "" : found + ", want " + wanted;
        } catch (CelException | SyntaxException e) {
            return vector.has("error") ? "" : String.valueOf(e.getMessage());
        }
    }

    private static @Nullable Object value(JsonObject json) {
        String kind = json.names().getFirst();
        Object value = json.get(kind);
        return switch (kind) {
            case "int64Value" -> Long.parseLong(String.valueOf(value));
            case "uint64Value" -> new Uint(Long.parseUnsignedLong(String.valueOf(value)));
            case "doubleValue" -> Double.parseDouble(String.valueOf(value));
            case "stringValue" -> String.valueOf(value);
            case "boolValue" -> value;
            case "nullValue" -> null;
            case "bytesValue" -> new Bytes(Base64.getDecoder().decode(String.valueOf(value)));
            case "typeValue" -> new TypeName(String.valueOf(value));
            case "listValue" -> {
                List<@Nullable Object> list = new ArrayList<>();
                if (json.object(kind).has("values")) {
                    json.object(kind).objects("values").forEach(each -> list.add(value(each)));
                }
                yield list;
            }
            case "mapValue" -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                if (json.object(kind).has("entries")) {
                    for (JsonObject each : json.object(kind).objects("entries")) {
                        map.put(value(each.object("key")), value(each.object("value")));
                    }
                }
                yield map;
            }
            case "objectValue" -> {
                JsonObject object = json.object(kind);
                Object text = object.get("value");
                yield switch (object.string("@type", "")) {
                    case "type.googleapis.com/google.protobuf.Timestamp" ->
                            java.time.Instant.parse(String.valueOf(text));
                    case "type.googleapis.com/google.protobuf.Duration" ->
                            Times.parse(String.valueOf(text));
                    default -> throw new SyntaxException("a message");
                };
            }
            default -> throw new SyntaxException(kind);
        };
    }
}
