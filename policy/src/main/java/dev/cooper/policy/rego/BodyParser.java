package dev.cooper.policy.rego;

import dev.cooper.policy.rego.Literal.With;
import dev.cooper.policy.rego.Term.Var;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads bodies: what must hold. */
final class BodyParser {
    private final Words words;
    private final TermParser terms;

    BodyParser(Words words) {
        this.words = words;
        this.terms = new TermParser(words, this);
    }

    TermParser terms() {
        return terms;
    }

    /** A body up to a bracket, which is taken too. */
    List<Literal> until(String end) {
        words.deeper();
        List<Literal> body = new ArrayList<>();
        while (true) {
            body.add(literal());
            boolean separated = words.takeIf(";");
            if (words.takeIf(end)) {
                words.back();
                return List.copyOf(body);
            }
            if (!separated && !words.startsLine()) {
                throw words.unexpected("want a new line, \";\" or \"" + end + "\"");
            }
        }
    }

    /** One thing that must hold. */
    Literal literal() {
        Place place = words.peek().place();
        Literal inner;
        if (words.takeKeyword("not")) {
            return under(new Literal.Not(positive(place), List.of(), place), place);
        }
        if (words.takeKeyword("some")) {
            inner = some(place);
        } else if (words.isKeyword("every")) {
            words.take();
            inner = every(place);
        } else {
            inner = positive(place);
        }
        return under(inner, place);
    }

    private Literal under(Literal inner, Place place) {
        List<With> withs = new ArrayList<>();
        while (words.takeKeyword("with")) {
            Term target = terms.term();
            if (!words.takeKeyword("as")) {
                throw words.unexpected("want \"as\"");
            }
            withs.add(new With(target, terms.term()));
        }
        return withs.isEmpty() ? inner : new Literal.Under(inner, List.copyOf(withs), place);
    }

    private Literal positive(Place place) {
        Term left = terms.term();
        if (words.peek().is(",") && words.knows("in")) {
            words.take();
            Term value = terms.withoutIn();
            if (!words.takeKeyword("in")) {
                throw words.unexpected("want \"in\"");
            }
            return new Literal.Holds(
                    Term.Call.of("internal.member_3", place, left, value, terms.withoutIn()),
                    place);
        }
        if (words.takeIf(":=")) {
            return new Literal.Same(left, terms.term(), true, place);
        }
        if (words.takeIf("=")) {
            return new Literal.Same(left, terms.term(), false, place);
        }
        return new Literal.Holds(left, place);
    }

    private Literal some(Place place) {
        Term first = terms.withoutIn();
        if (words.takeKeyword("in")) {
            return new Literal.Among(Optional.empty(), first, terms.withoutIn(), place);
        }
        List<Var> names = new ArrayList<>();
        names.add(variable(first));
        while (words.takeIf(",")) {
            Term next = terms.withoutIn();
            if (names.size() == 1 && words.takeKeyword("in")) {
                return new Literal.Among(Optional.of(first), next, terms.withoutIn(), place);
            }
            names.add(variable(next));
        }
        return new Literal.Declared(List.copyOf(names), place);
    }

    private Var variable(Term term) {
        if (term instanceof Var variable) {
            return variable;
        }
        throw term.place()
                .wrong(
                        "want a variable after \"some\""
                                + (words.knows("in") ? "" : "; \"in\" needs \"import rego.v1\""));
    }

    private Literal every(Place place) {
        Optional<Var> key = Optional.empty();
        Var value = variable(terms.withoutIn());
        if (words.takeIf(",")) {
            key = Optional.of(value);
            value = variable(terms.withoutIn());
        }
        if (!words.takeKeyword("in")) {
            throw words.unexpected("want \"in\"");
        }
        Term domain = terms.withoutIn();
        words.want("{");
        return new Literal.Every(key, value, domain, until("}"), place);
    }
}
