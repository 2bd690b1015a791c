package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A parsed template. */
sealed interface Node {
    /** Text between actions. */
    record Text(String text) implements Node {}

    /** A pipeline whose value is printed, unless it declares a variable. */
    record Action(Pipeline pipeline) implements Node {}

    /** {@code if} or {@code with}. */
    record Branch(boolean with, Pipeline pipeline, List<Node> then, List<Node> otherwise)
            implements Node {}

    /** {@code range}. */
    record Range(Pipeline pipeline, List<Node> body, List<Node> otherwise) implements Node {}

    /** {@code break} or {@code continue}. */
    record Jump(boolean leaves) implements Node {}

    /** Commands joined by bars, and the variables that take the result. */
    record Pipeline(List<String> variables, boolean declares, List<Call> calls, int position) {}

    /** One command: an operand, or a function with its arguments. */
    record Call(List<Operand> words, int position) {}

    /** Something with a value. */
    sealed interface Operand {
        /** Where it starts in the template. */
        int position();
    }

    /** A string, number, character, boolean or nil. */
    record Literal(@Nullable Object value, int position) implements Operand {}

    /** A function's name. */
    record Function(String name, int position) implements Operand {}

    /** {@code .} followed by field names. */
    record Fields(List<String> names, int position) implements Operand {}

    /** A variable followed by field names. */
    record Variable(String name, List<String> fields, int position) implements Operand {}

    /** A pipeline in parentheses followed by field names. */
    record Group(Pipeline pipeline, List<String> fields, int position) implements Operand {}
}
