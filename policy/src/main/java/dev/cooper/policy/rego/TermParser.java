package dev.cooper.policy.rego;

import dev.cooper.policy.rego.Term.Call;
import dev.cooper.policy.rego.Term.Comprehension;
import dev.cooper.policy.rego.Term.Const;
import dev.cooper.policy.rego.Term.Entry;
import dev.cooper.policy.rego.Term.Ref;
import dev.cooper.policy.rego.Term.Root;
import dev.cooper.policy.rego.Term.Var;
import dev.cooper.policy.rego.Token.Kind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads terms. */
final class TermParser {
    private static final List<Map<String, String>> LEVELS =
            List.of(
                    Map.of(
                            "==", "equal", "!=", "neq", "<", "lt", "<=", "lte", ">", "gt", ">=",
                            "gte"),
                    Map.of("|", "or"),
                    Map.of("&", "and"),
                    Map.of("+", "plus", "-", "minus"),
                    Map.of("*", "mul", "/", "div", "%", "rem"));

    private final Words words;
    private final BodyParser bodies;

    TermParser(Words words, BodyParser bodies) {
        this.words = words;
        this.bodies = bodies;
    }

    /** Any term. */
    Term term() {
        return member(Optional.empty());
    }

    private Term member(Optional<Term> first) {
        words.deeper();
        Term left = level(0, first);
        while (words.takeKeyword("in")) {
            left = Call.of("internal.member_2", left.place(), left, withoutIn());
        }
        words.back();
        return left;
    }

    /** A term without {@code in}, such as the one before that word. */
    Term withoutIn() {
        return level(0, Optional.empty());
    }

    /** Terms joined by the signs of a level and those that bind more. */
    private Term level(int level, Optional<Term> first) {
        if (level == LEVELS.size()) {
            return first.orElseGet(this::primary);
        }
        Term left = level(level + 1, first);
        while (words.peek().kind() == Kind.SIGN) {
            String name = LEVELS.get(level).get(words.peek().text());
            if (name == null) {
                return left;
            }
            Place place = words.take().place();
            left = Call.of("internal." + name, place, left, level(level + 1, Optional.empty()));
        }
        return left;
    }

    private Term primary() {
        words.deeper();
        Term term = tail(head());
        words.back();
        return term;
    }

    private Term head() {
        Token token = words.peek();
        Place place = token.place();
        switch (token.kind()) {
            case NUMBER -> {
                words.take();
                return new Const(new Value.Num(new BigDecimal(token.text())), place);
            }
            case STRING -> {
                words.take();
                return new Const(Value.of(token.text()), place);
            }
            case NAME -> {
                return name(token);
            }
            case SIGN -> {
                return sign(token);
            }
            case END -> throw words.unexpected("want a term");
        }
        throw words.unexpected("want a term");
    }

    private Term name(Token token) {
        switch (token.text()) {
            case "true", "false" -> {
                words.take();
                return new Const(Value.of(token.text().equals("true")), token.place());
            }
            case "null" -> {
                words.take();
                return new Const(Values.NULL, token.place());
            }
            default -> {
                words.wantName();
                return variable(token);
            }
        }
    }

    static Term variable(Token token) {
        return switch (token.text()) {
            case "input" -> new Root(true, token.place());
            case "data" -> new Root(false, token.place());
            default -> new Var(token.text(), -1, token.place());
        };
    }

    private Term sign(Token token) {
        Place place = token.place();
        if (token.is("-") && words.peek(1).kind() == Kind.NUMBER) {
            words.take();
            BigDecimal number = new BigDecimal(words.take().text());
            return new Const(new Value.Num(number.negate()), place);
        }
        if (words.takeIf("(")) {
            Term inside = term();
            if (words.peek().is(",") && words.knows("in")) {
                words.take();
                Term value = withoutIn();
                if (!words.takeKeyword("in")) {
                    throw words.unexpected("want \"in\"");
                }
                inside = Call.of("internal.member_3", place, inside, value, withoutIn());
            }
            words.want(")");
            return inside;
        }
        if (words.takeIf("[")) {
            return array(place);
        }
        if (words.takeIf("{")) {
            return braces(place);
        }
        throw words.unexpected("want a term");
    }

    /** After a plain term, {@code |} begins the body of a comprehension. */
    private Term array(Place place) {
        if (words.takeIf("]")) {
            return new Term.ArrayOf(List.of(), place);
        }
        Term first = primary();
        if (words.takeIf("|")) {
            List<Literal> body = bodies.until("]");
            return new Comprehension(Comprehension.Kind.ARRAY, first, first, body, place);
        }
        return new Term.ArrayOf(rest(member(Optional.of(first)), "]"), place);
    }

    private List<Term> rest(Term first, String end) {
        List<Term> items = new ArrayList<>(List.of(first));
        while (!words.takeIf(end)) {
            words.want(",");
            if (words.takeIf(end)) {
                break;
            }
            items.add(term());
        }
        return items;
    }

    private Term braces(Place place) {
        if (words.takeIf("}")) {
            return new Term.ObjectOf(List.of(), place);
        }
        Term first = primary();
        if (words.takeIf("|")) {
            List<Literal> body = bodies.until("}");
            return new Comprehension(Comprehension.Kind.SET, first, first, body, place);
        }
        first = member(Optional.of(first));
        if (!words.takeIf(":")) {
            return new Term.SetTerm(rest(first, "}"), place);
        }
        Term value = primary();
        if (words.takeIf("|")) {
            List<Literal> body = bodies.until("}");
            return new Comprehension(Comprehension.Kind.OBJECT, first, value, body, place);
        }
        value = member(Optional.of(value));
        List<Entry> entries = new ArrayList<>(List.of(new Entry(first, value)));
        while (!words.takeIf("}")) {
            words.want(",");
            if (words.takeIf("}")) {
                break;
            }
            Term key = term();
            words.want(":");
            entries.add(new Entry(key, term()));
        }
        return new Term.ObjectOf(entries, place);
    }

    /** Parts and calls that follow without space. */
    private Term tail(Term head) {
        List<Term> parts = new ArrayList<>();
        Term of = head;
        while (!words.peek().spaced()) {
            if (words.peek().is(".")) {
                words.take();
                parts.add(part());
            } else if (words.peek().is("[")) {
                words.take();
                parts.add(term());
                words.want("]");
            } else if (words.peek().is("(")) {
                of = call(of, parts);
                parts = new ArrayList<>();
            } else {
                break;
            }
        }
        return parts.isEmpty() ? of : new Ref(of, List.copyOf(parts), head.place());
    }

    private Term part() {
        if (words.peek().kind() != Kind.NAME) {
            throw words.unexpected("want a name");
        }
        Token name = words.take();
        return new Const(Value.of(name.text()), name.place());
    }

    private Term call(Term head, List<Term> parts) {
        if (parts.isEmpty() && head instanceof Var it && it.name().equals("set")) {
            words.want("(");
            words.want(")");
            return new Term.SetTerm(List.of(), head.place());
        }
        List<String> name = new ArrayList<>();
        switch (head) {
            case Var variable -> name.add(variable.name());
            case Root root when !root.isInput() -> name.add("data");
            case Term _ -> throw words.unexpected("this is no function");
        }
        for (Term part : parts) {
            if (!(part instanceof Const it && it.value() instanceof Value.Str text)) {
                throw words.unexpected("this is no function");
            }
            name.add(text.text());
        }
        return new Call(List.copyOf(name), arguments(), head.place());
    }

    /** What stands in parentheses. */
    List<Term> arguments() {
        words.want("(");
        return words.takeIf(")") ? List.of() : List.copyOf(rest(term(), ")"));
    }
}
