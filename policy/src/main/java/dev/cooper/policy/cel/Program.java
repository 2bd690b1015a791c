package dev.cooper.policy.cel;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An expression that was read and can be worked out, as often as one likes, by many at a time. */
public final class Program {
    /** How long the text of an expression may be. */
    public static final int MOST_CHARACTERS = 32 << 10;

    /** How many steps an expression may take. */
    public static final long MOST_STEPS = 1_000_000;

    private final String text;
    private final Expr expression;
    private final Map<String, Function> library;

    private Program(String text, Expr expression, Map<String, Function> library) {
        this.text = text;
        this.expression = expression;
        this.library = library;
    }

    /**
     * Reads an expression.
     *
     * @param library functions beside those of the language, by name; {@code a.b} for one that is
     *     called so
     * @throws SyntaxException when it is none, or calls what is not there
     */
    public static Program parse(String text, Map<String, Function> library) {
        if (text.length() > MOST_CHARACTERS) {
            throw new SyntaxException(
                    "the expression has more than " + MOST_CHARACTERS + " characters");
        }
        Expr expression = Parser.parse(text);
        Names names = new Names(library);
        names.collect(expression, Set.of());
        return new Program(text, expression, library);
    }

    /**
     * Refuses an expression that asks for anything but this.
     *
     * @param variables the names there will be
     * @throws SyntaxException when it asks for another
     */
    public Program onlyOf(Set<String> variables) {
        Names names = new Names(library);
        names.collect(expression, Set.of());
        Optional<String> unknown =
                names.found().stream().filter(each -> !variables.contains(each)).findFirst();
        if (unknown.isPresent()) {
            throw new SyntaxException(
                    "the expression asks for "
                            + unknown.get()
                            + ", which is not there; there are "
                            + String.join(", ", new java.util.TreeSet<>(variables)));
        }
        return this;
    }

    /** Returns the expression as it was written. */
    public String text() {
        return text;
    }

    /**
     * Works the expression out.
     *
     * @throws CelException when it has no value, or takes too long
     */
    public @Nullable Object run(Variables variables) {
        return run(variables, library);
    }

    /**
     * Works the expression out with other functions of the same names.
     *
     * @param functions for those that the expression was read with
     * @throws CelException when it has no value, or takes too long
     */
    public @Nullable Object run(Variables variables, Map<String, Function> functions) {
        try {
            return new Interpreter(variables, functions).value(expression);
        } catch (StackOverflowError _) {
            throw new CelException("the expression is nested too deep");
        }
    }

    /**
     * Works out whether it holds.
     *
     * @throws CelException when it has no value, takes too long, or is neither true nor false
     */
    public boolean holds(Variables variables) {
        if (run(variables) instanceof Boolean holds) {
            return holds;
        }
        throw new CelException("the expression is neither true nor false");
    }
}
