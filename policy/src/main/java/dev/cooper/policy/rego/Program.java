package dev.cooper.policy.rego;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Modules that were read and can be asked, as often as one likes, by many at a time. */
public final class Program {
    /** How long a module may be. */
    public static final int MOST_CHARACTERS = 1 << 20;

    private final Node root = new Node(List.of());
    private final Map<List<String>, List<Rule>> functions = new HashMap<>();

    private Program() {}

    /**
     * Reads modules, of the version of the language that was there before 1.0 unless they import
     * {@code rego.v1}.
     *
     * @param texts by the name of their file
     * @throws SyntaxException when one is wrong, or calls what is not there; with file, line and
     *     column
     */
    public static Program parse(Map<String, String> texts) {
        return parse(texts, false);
    }

    static Program parse(Map<String, String> texts, boolean newer) {
        List<Module> modules = new ArrayList<>();
        for (Map.Entry<String, String> each : texts.entrySet()) {
            if (each.getValue().length() > MOST_CHARACTERS) {
                throw new SyntaxException(
                        each.getKey()
                                + ": the module has more than "
                                + MOST_CHARACTERS
                                + " characters");
            }
            modules.add(ModuleParser.parse(each.getKey(), each.getValue(), newer));
        }
        Program program = new Program();
        Map<List<String>, Set<String>> names = new HashMap<>();
        Map<List<String>, Integer> called = new HashMap<>();
        for (Module module : modules) {
            Set<String> own = names.computeIfAbsent(module.path(), _ -> new HashSet<>());
            for (Rule rule : module.rules()) {
                own.add(rule.path().getFirst());
                if (rule.isFunction()) {
                    List<String> name = new ArrayList<>(List.of("data"));
                    name.addAll(module.path());
                    name.addAll(rule.path());
                    called.put(name, rule.args().size());
                }
            }
        }
        for (Module module : modules) {
            Set<String> own = names.getOrDefault(module.path(), Set.of());
            for (Rule rule : module.rules()) {
                program.add(new Resolver(module, own, called).rule(rule));
            }
            program.at(module.path());
        }
        return program;
    }

    private Node at(List<String> path) {
        Node at = root;
        for (String name : path) {
            at = at.child(name);
        }
        return at;
    }

    private void add(Rule rule) {
        if (rule.isFunction()) {
            List<String> name = new ArrayList<>(List.of("data"));
            name.addAll(rule.path());
            List<Rule> same = functions.computeIfAbsent(List.copyOf(name), _ -> new ArrayList<>());
            if (!same.isEmpty() && same.getFirst().args().size() != rule.args().size()) {
                throw rule.place().wrong("the function takes more or fewer values elsewhere");
            }
            same.add(rule);
            return;
        }
        List<Rule> same = at(rule.path()).rules();
        boolean differs =
                rule.keys().isEmpty()
                        && same.stream()
                                .anyMatch(each ->
                                        each.keys().isEmpty()
                                                && each.contains() != rule.contains());
        if (differs) {
            throw rule.place().wrong("the rule is a set in one place and has one value in another");
        }
        same.add(rule);
    }

    Node root() {
        return root;
    }

    Map<List<String>, List<Rule>> functions() {
        return functions;
    }

    /** Whether there are rules in a package. */
    public boolean hasPackage(String... path) {
        Node at = root;
        for (String name : path) {
            Node below = at.children().get(name);
            if (below == null) {
                return false;
            }
            at = below;
        }
        return true;
    }

    /** Asks for a document. */
    Optional<Value> value(@Nullable Value input, Value data, List<String> path) {
        Budget budget = new Budget();
        Documents documents = new Documents(this, input, data, Map.of(), Map.of(), budget);
        Evaluator evaluator = new Evaluator(documents, budget);
        List<Term> parts = new ArrayList<>();
        Place place = new Place("query", 1, 1);
        path.forEach(each -> parts.add(new Term.Const(Value.of(each), place)));
        List<Value> found = new ArrayList<>();
        try {
            documents.walk(parts, evaluator, new Value[0], found::add);
        } catch (StackOverflowError _) {
            throw new RegoException("it is nested too deep");
        }
        return found.stream().findFirst();
    }
}
