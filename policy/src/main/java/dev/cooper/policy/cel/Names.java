package dev.cooper.policy.cel;

import dev.cooper.oci.SyntaxException;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what an expression asks for, and whether all that it calls is there. */
final class Names {
    private final Map<String, Function> library;
    private final Set<String> found = new LinkedHashSet<>();

    Names(Map<String, Function> library) {
        this.library = library;
    }

    /** The variables it asks for, without those it makes itself. */
    Set<String> found() {
        return found;
    }

    /** {@code a.b} of a call that is written so. */
    static Optional<String> qualified(Expr.Call call) {
        return call.target().flatMap(Names::path).map(path -> path + "." + call.function());
    }

    static Optional<String> path(Expr expression) {
        return switch (expression) {
            case Expr.Name name ->
                    Optional.of(
                            name.name().startsWith(".") ? name.name().substring(1) : name.name());
            case Expr.Select select ->
                    select.optional()
                            ? Optional.empty()
                            : path(select.of()).map(path -> path + "." + select.field());
            default -> Optional.empty();
        };
    }

    void collect(Expr expression, Set<String> own) {
        switch (expression) {
            case Expr.Literal _ -> {}
            case Expr.Name name -> {
                if (!own.contains(name.name()) && !TypeName.NAMES.contains(name.name())) {
                    found.add(name.name());
                }
            }
            case Expr.Select select -> {
                if (path(select).filter(TypeName.NAMES::contains).isEmpty()) {
                    collect(select.of(), own);
                }
            }
            case Expr.Has has -> collect(has.of(), own);
            case Expr.Index index -> collect(List.of(index.of(), index.key()), own);
            case Expr.Call call -> call(call, own);
            case Expr.And and -> collect(List.of(and.left(), and.right()), own);
            case Expr.Or or -> collect(List.of(or.left(), or.right()), own);
            case Expr.Condition one ->
                    collect(List.of(one.condition(), one.then(), one.otherwise()), own);
            case Expr.ListOf list -> list.elements().forEach(each -> collect(each.value(), own));
            case Expr.MapOf map -> {
                map.keys().forEach(each -> collect(each.value(), own));
                collect(map.values(), own);
            }
            case Expr.Loop loop -> {
                collect(loop.range(), own);
                collect(loop.steps(), with(with(own, loop.variable()), loop.second()));
            }
            case Expr.Bind bind -> {
                collect(bind.value(), own);
                collect(bind.in(), with(own, bind.variable()));
            }
            case Expr.OptionalMap map -> {
                collect(map.of(), own);
                collect(map.step(), with(own, map.variable()));
            }
        }
    }

    private void collect(List<Expr> expressions, Set<String> own) {
        expressions.forEach(each -> collect(each, own));
    }

    private void call(Expr.Call call, Set<String> own) {
        Optional<String> qualified = qualified(call).filter(this::isKnown);
        if (qualified.isEmpty()) {
            if (!isKnown(call.function())) {
                throw new SyntaxException(
                        "the expression calls " + call.function() + "(), which is not there");
            }
            call.target().ifPresent(target -> collect(target, own));
        }
        collect(call.arguments(), own);
    }

    private boolean isKnown(String function) {
        return library.containsKey(function) || Library.STANDARD.containsKey(function);
    }

    private static Set<String> with(Set<String> some, String another) {
        Set<String> all = new HashSet<>(some);
        all.add(another);
        return all;
    }
}
