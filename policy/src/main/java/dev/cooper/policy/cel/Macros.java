package dev.cooper.policy.cel;

import dev.cooper.oci.SyntaxException;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells macros from calls. */
final class Macros {
    private final Function<String, SyntaxException> wrong;

    Macros(Function<String, SyntaxException> wrong) {
        this.wrong = wrong;
    }

    Expr function(String name, List<Expr> arguments) {
        if (!name.equals("has")) {
            return new Expr.Call(Optional.empty(), name, arguments);
        }
        if (arguments.size() == 1
                && arguments.getFirst() instanceof Expr.Select select
                && !select.optional()) {
            return new Expr.Has(select.of(), select.field());
        }
        throw wrong.apply("has() takes one field, such as has(a.b)");
    }

    Expr method(Expr target, String name, List<Expr> arguments) {
        int size = arguments.size();
        Expr call = new Expr.Call(Optional.of(target), name, arguments);
        return switch (name) {
            case "all" -> loop(Expr.Kind.ALL, target, arguments, size - 2, call);
            case "exists" -> loop(Expr.Kind.EXISTS, target, arguments, size - 2, call);
            case "exists_one", "existsOne" ->
                    loop(Expr.Kind.EXISTS_ONE, target, arguments, size - 2, call);
            case "map" -> loop(Expr.Kind.MAP, target, arguments, size == 3 ? 0 : size - 2, call);
            case "filter" -> loop(Expr.Kind.FILTER, target, arguments, size == 2 ? 0 : -1, call);
            case "transformList" -> pairs(Expr.Kind.TRANSFORM_LIST, target, arguments, call);
            case "transformMap" -> pairs(Expr.Kind.TRANSFORM_MAP, target, arguments, call);
            case "transformMapEntry" -> pairs(Expr.Kind.TRANSFORM_ENTRY, target, arguments, call);
            case "optMap", "optFlatMap" ->
                    size == 2
                            ? new Expr.OptionalMap(
                                    target,
                                    variable(arguments.getFirst()),
                                    arguments.get(1),
                                    name.equals("optFlatMap"))
                            : call;
            case "bind" ->
                    size == 3 && target.equals(new Expr.Name("cel"))
                            ? new Expr.Bind(
                                    variable(arguments.getFirst()),
                                    arguments.get(1),
                                    arguments.get(2))
                            : call;
            default -> call;
        };
    }

    /**
     * A macro.
     *
     * @param more how many variables there are beside the first; fewer than 0, or more than 1, when
     *     it is none
     */
    private Expr loop(Expr.Kind kind, Expr range, List<Expr> arguments, int more, Expr otherwise) {
        if (more < 0 || more > 1) {
            return otherwise;
        }
        return new Expr.Loop(
                kind,
                range,
                variable(arguments.getFirst()),
                more == 1 ? variable(arguments.get(1)) : "",
                arguments.subList(1 + more, arguments.size()));
    }

    /** With two variables, and perhaps a condition before what is made of them. */
    private Expr pairs(Expr.Kind kind, Expr range, List<Expr> arguments, Expr otherwise) {
        boolean fits = arguments.size() == 3 || arguments.size() == 4;
        return loop(kind, range, arguments, fits ? 1 : -1, otherwise);
    }

    private String variable(Expr expression) {
        if (expression instanceof Expr.Name name && !name.name().startsWith(".")) {
            return name.name();
        }
        throw wrong.apply("want the name of a variable");
    }
}
