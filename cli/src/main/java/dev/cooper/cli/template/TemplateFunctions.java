package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Functions that a template may call besides those of Go and docker. */
public interface TemplateFunctions {
    /** No more functions. */
    TemplateFunctions NONE =
            new TemplateFunctions() {
                @Override
                public boolean has(String name) {
                    return false;
                }

                @Override
                public @Nullable Object call(
                        String name, List<? extends @Nullable Object> arguments) {
                    throw new FunctionException("function \"" + name + "\" not defined");
                }
            };

    /** Whether there is a function of that name. */
    boolean has(String name);

    /**
     * Calls a function.
     *
     * @param arguments what comes by a pipe is the last
     * @throws FunctionException when it cannot work with them
     */
    @Nullable Object call(String name, List<? extends @Nullable Object> arguments);
}
