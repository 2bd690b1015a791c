package dev.cooper.cli.template;

/** A function cannot work with its arguments. */
public final class FunctionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String problem;
    private final int argument;

    /** With what is wrong, as Go words it. */
    public FunctionException(String problem) {
        this(problem, -1);
    }

    /** The argument at an index is wrong. */
    FunctionException(String problem, int argument) {
        super(problem);
        this.problem = problem;
        this.argument = argument;
    }

    /** The index of the argument that is wrong, or -1. */
    int argument() {
        return argument;
    }

    @Override
    public String getMessage() {
        return problem;
    }
}
