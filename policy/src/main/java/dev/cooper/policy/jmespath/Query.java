package dev.cooper.policy.jmespath;

import dev.cooper.oci.SyntaxException;

import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.RuntimeConfiguration;
import io.burt.jmespath.function.FunctionRegistry;
import io.burt.jmespath.jcf.JcfRuntime;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;

/** Asks documents by JMESPath. */
public final class Query {
    private static final int LONGEST = 8 << 10;

    private final JcfRuntime runtime;

    /** Makes one for a point in time. */
    public Query(Instant now) {
        FunctionRegistry functions =
                FunctionRegistry.defaultRegistry()
                        .extend(TextFunction.all(now))
                        .extend(ValueFunction.all());
        runtime =
                new JcfRuntime(
                        RuntimeConfiguration.builder().withFunctionRegistry(functions).build());
    }

    /**
     * Asks.
     *
     * @param document maps, lists, texts, numbers, truth values and null
     * @return of the same kind
     * @throws SyntaxException when it is no query, or cannot be asked of this document
     */
    public @Nullable Object ask(String query, @Nullable Object document) {
        if (query.length() > LONGEST) {
            throw new SyntaxException("the query has more than " + LONGEST + " characters");
        }
        try {
            return runtime.compile(query).search(document);
        } catch (JmesPathException
                | NumberFormatException
                | DateTimeException
                | ArithmeticException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new SyntaxException(query + ": " + why, e);
        } catch (StackOverflowError e) {
            throw new SyntaxException(query + ": nested too deep", e);
        }
    }
}
