package dev.cooper.policy.rego;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The published cases of another interpreter; what differs is listed beside them. */
class PublishedCasesTest {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("cooper.checkout")))
                    .resolve("policy/src/test/resources/rego-conformance");

    @Test
    void allCasesPassButThoseThatAreNamed() throws IOException {
        List<String> failed = new ArrayList<>();
        int all = 0;
        try (Stream<Path> files = Files.list(HOME.resolve("cases"))) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                for (YamlNode one : documents(file)) {
                    if (!isAsked(one)) {
                        continue;
                    }
                    all++;
                    String why = why(one);
                    if (!why.isEmpty()) {
                        failed.add(name + ": " + one.get("note").text());
                        if (Boolean.getBoolean("rego.explain")) {
                            System.out.println(failed.getLast() + ": " + why);
                        }
                    }
                }
            }
        }
        String found =
                "# "
                        + (all - failed.size())
                        + " of "
                        + all
                        + " pass; these do not\n"
                        + String.join("\n", failed)
                        + "\n";
        Path differences = HOME.resolve("differences.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(differences, found);
        }
        assertEquals(Files.readString(differences), found);
    }

    private static List<YamlNode> documents(Path file) throws IOException {
        List<YamlNode> all = new ArrayList<>();
        try {
            for (YamlNode each : YamlNode.documents(file.toString(), Files.readAllBytes(file))) {
                all.addAll(each.get("cases").elements());
            }
        } catch (SyntaxException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        return all;
    }

    /** Queries that are no name of a document are not asked for here. */
    private static boolean isAsked(YamlNode one) {
        String query = one.get("query").text();
        return query.matches("data(\\.[a-z0-9_A-Z]+)+")
                && !one.get("skip").exists()
                && !one.get("modules").elements().isEmpty()
                && !one.get("input", "many!").exists();
    }

    private static String why(YamlNode one) {
        boolean fails = one.get("error").exists() || one.get("want_error").exists();
        Map<String, String> modules = new LinkedHashMap<>();
        one.get("modules")
                .elements()
                .forEach(each -> modules.put("module" + modules.size(), each.text()));
        String query = one.get("query").text();
        try {
            Value input = one.get("input").exists() ? value(one.get("input")) : null;
            Value data = one.get("data").exists() ? value(one.get("data")) : Values.EMPTY;
            Value found =
                    program(modules)
                            .value(input, data, List.of(query.substring(5).split("\\.")))
                            .orElse(Value.of("#undefined"));
            if (fails) {
                // what a function has no value for is an error there and undefined here
                if (found.equals(Values.EMPTY) || found.equals(Value.of("#undefined"))) {
                    return "";
                }
                return "no error, but " + Text.of(found);
            }
            Value wanted =
                    one.get("want_result").exists() || !one.get("no_result").exists()
                            ? value(one.get("want_result"))
                            : Value.of("#undefined");
            return plain(found).compareTo(plain(wanted)) == 0
                    ? ""
                    : Text.of(found) + ", want " + Text.of(wanted);
        } catch (SyntaxException | RegoException e) {
            return fails ? "" : String.valueOf(e.getMessage());
        }
    }

    /** Each case is in one of the two versions of the language. */
    private static Program program(Map<String, String> modules) {
        try {
            return Program.parse(modules, false);
        } catch (SyntaxException _) {
            return Program.parse(modules, true);
        }
    }

    /** The keys of the cases are texts. */
    private static Value plain(Value value) {
        return switch (value) {
            case Value.Obj it -> {
                Map<Value, Value> entries = new TreeMap<>();
                it.entries()
                        .forEach((key, one) ->
                                entries.put(
                                        key instanceof Value.Str ? key : Value.of(Text.jsonOf(key)),
                                        plain(one)));
                yield Value.object(entries);
            }
            case Value.Arr it ->
                    Value.array(it.items().stream().map(PublishedCasesTest::plain).toList());
            case Value.SetOf it ->
                    Value.set(it.items().stream().map(PublishedCasesTest::plain).toList());
            case Value _ -> value;
        };
    }

    /** A value of the cases: {@code set!} stands for a set, {@code object!} for pairs. */
    private static Value value(YamlNode node) {
        if (node.get("set!").isList()) {
            TreeSet<Value> items = new TreeSet<>();
            node.get("set!").elements().forEach(each -> items.add(value(each)));
            return Value.set(items);
        }
        if (node.get("object!").isList()) {
            Map<Value, Value> entries = new TreeMap<>();
            for (YamlNode each : node.get("object!").elements()) {
                entries.put(value(each.get("key")), value(each.get("value")));
            }
            return Value.object(entries);
        }
        if (node.isList()) {
            return Value.array(node.elements().stream().map(PublishedCasesTest::value).toList());
        }
        if (node.isMap()) {
            Map<Value, Value> entries = new TreeMap<>();
            node.keys().forEach(key -> entries.put(Value.of(key), value(node.get(key))));
            return Value.object(entries);
        }
        return Value.ofJson(node.value());
    }
}
