package dev.cooper.policy.rego;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.rego.Term.Const;
import dev.cooper.policy.rego.Term.Ref;
import dev.cooper.policy.rego.Term.Var;
import dev.cooper.policy.rego.Token.Kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads modules. */
final class ModuleParser {
    private final Words words;
    private final BodyParser bodies;
    private final Map<String, List<String>> imports = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private boolean strict;

    private ModuleParser(Words words, boolean strict) {
        this.words = words;
        this.bodies = new BodyParser(words);
        this.strict = strict;
        if (strict) {
            words.know(Words.FUTURE);
        }
    }

    /**
     * Reads a module.
     *
     * @param newer whether it is in the newer version of the language, though it does not say so
     * @throws SyntaxException when it is none
     */
    static Module parse(String file, String text, boolean newer) {
        ModuleParser parser = new ModuleParser(new Words(Lexer.tokens(file, text)), newer);
        return parser.module();
    }

    private Module module() {
        if (!words.takeKeyword("package")) {
            throw words.unexpected("want \"package\"");
        }
        List<String> path = new ArrayList<>(path(bodies.terms().term()));
        if (path.getFirst().equals("data") && path.size() > 1) {
            path.removeFirst();
        }
        while (words.isKeyword("import")) {
            words.take();
            imported();
        }
        while (!words.isEnd()) {
            if (!words.startsLine() && !words.takeIf(";")) {
                throw words.unexpected("want a new line");
            }
            rule();
        }
        return new Module(List.copyOf(path), imports, List.copyOf(rules));
    }

    /** The names of a reference of nothing but names. */
    private static List<String> path(Term term) {
        List<String> path = new ArrayList<>();
        switch (term) {
            case Var variable -> path.add(variable.name());
            case Term.Root root -> path.add(root.isInput() ? "input" : "data");
            case Ref ref -> {
                path.addAll(path(ref.head()));
                for (Term part : ref.parts()) {
                    if (!(part instanceof Const it && it.value() instanceof Value.Str text)) {
                        throw part.place().wrong("want a name");
                    }
                    path.add(text.text());
                }
            }
            case Term other -> throw other.place().wrong("want a name");
        }
        return path;
    }

    private void imported() {
        Place place = words.peek().place();
        List<String> path = path(bodies.terms().term());
        String as = words.takeKeyword("as") ? words.wantName().text() : path.getLast();
        if (path.equals(List.of("rego", "v1"))) {
            strict = true;
            words.know(Words.FUTURE);
            return;
        }
        if (path.size() >= 2
                && path.getFirst().equals("future")
                && path.get(1).equals("keywords")) {
            if (path.size() > 2 && !Words.FUTURE.contains(path.getLast())) {
                throw place.wrong("there is no keyword " + path.getLast());
            }
            words.know(path.size() == 2 ? Words.FUTURE : Set.of(path.getLast()));
            if (path.size() > 2 && path.getLast().equals("every")) {
                words.know(Set.of("in"));
            }
            return;
        }
        if (!path.getFirst().equals("data") && !path.getFirst().equals("input")) {
            throw place.wrong("want data…, input… or rego.v1 to import");
        }
        imports.put(as, List.copyOf(path));
    }

    private void rule() {
        Place place = words.peek().place();
        boolean isDefault = words.takeKeyword("default");
        Token name = words.wantName();
        List<Term> reference = new ArrayList<>();
        reference.add(new Const(Value.of(name.text()), name.place()));
        reference(reference);
        boolean isFunction = words.peek().is("(");
        List<Term> args = isFunction ? bodies.terms().arguments() : List.of();
        boolean contains = words.takeKeyword("contains");
        Optional<Term> value = Optional.empty();
        if (contains) {
            value = Optional.of(bodies.terms().term());
        } else if (words.takeIf(":=") || words.takeIf("=")) {
            value = Optional.of(bodies.terms().term());
        }
        boolean conditional = words.takeKeyword("if");
        boolean braces = words.peek().is("{");
        if (!isDefault && !conditional && !braces && !contains && value.isEmpty()) {
            boolean older = reference.size() == 2 && !strict;
            if (!older) {
                throw words.unexpected("want a value or a body for " + name.text());
            }
        }
        if (strict && braces && !conditional) {
            throw words.unexpected("want \"if\" before the body");
        }
        Term given = value.orElseGet(() -> new Const(Values.TRUE, place));
        boolean isOldSet =
                !contains
                        && !isFunction
                        && value.isEmpty()
                        && !conditional
                        && reference.size() == 2;
        if (isOldSet) {
            given = reference.removeLast();
            contains = true;
        }
        Rule plain = rule(reference, args, contains, isFunction, isDefault, given, place);
        List<Literal> body = body(conditional, braces);
        rules.add(with(plain, plain.value(), body, otherwise(plain)));
        while (words.peek().is("{") && !conditional) {
            List<Literal> more = body(false, true);
            rules.add(with(plain, plain.value(), more, otherwise(plain)));
        }
    }

    private void reference(List<Term> reference) {
        while (!words.peek().spaced()) {
            if (words.peek().is(".")) {
                words.take();
                if (words.peek().kind() != Kind.NAME) {
                    throw words.unexpected("want a name");
                }
                Token part = words.take();
                reference.add(new Const(Value.of(part.text()), part.place()));
            } else if (words.peek().is("[")) {
                words.take();
                reference.add(bodies.terms().term());
                words.want("]");
            } else {
                return;
            }
        }
    }

    private List<Literal> body(boolean conditional, boolean braces) {
        if (words.takeIf("{")) {
            return bodies.until("}");
        }
        return conditional && !braces ? List.of(bodies.literal()) : List.of();
    }

    private static Rule rule(
            List<Term> reference,
            List<Term> args,
            boolean contains,
            boolean isFunction,
            boolean isDefault,
            Term value,
            Place place) {
        List<String> path = new ArrayList<>();
        while (path.size() < reference.size()
                && reference.get(path.size()) instanceof Const it
                && it.value() instanceof Value.Str text) {
            path.add(text.text());
        }
        List<Term> keys = List.copyOf(reference.subList(path.size(), reference.size()));
        if (isDefault && !keys.isEmpty()) {
            throw place.wrong("a default has a constant name");
        }
        return new Rule(
                path,
                args,
                keys,
                contains,
                isFunction,
                isDefault,
                value,
                List.of(),
                Optional.empty(),
                0,
                place);
    }

    private static Rule with(Rule plain, Term value, List<Literal> body, Optional<Rule> otherwise) {
        return new Rule(
                plain.path(),
                plain.args(),
                plain.keys(),
                plain.contains(),
                plain.isFunction(),
                plain.isDefault(),
                value,
                body,
                otherwise,
                0,
                plain.place());
    }

    private Optional<Rule> otherwise(Rule plain) {
        if (!words.isKeyword("else")) {
            return Optional.empty();
        }
        Place place = words.take().place();
        if (plain.contains() || !plain.keys().isEmpty() || plain.isDefault()) {
            throw place.wrong("\"else\" is only for rules with one value");
        }
        Term value =
                words.takeIf(":=") || words.takeIf("=")
                        ? bodies.terms().term()
                        : new Const(Values.TRUE, place);
        boolean conditional = words.takeKeyword("if");
        List<Literal> body = body(conditional, words.peek().is("{"));
        return Optional.of(with(plain, value, body, otherwise(plain)));
    }
}
