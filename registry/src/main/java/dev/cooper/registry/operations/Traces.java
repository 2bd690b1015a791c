package dev.cooper.registry.operations;

import dev.cooper.registry.config.TracesConfig;
import dev.cooper.transfer.Follower;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Follows requests through the programs that work for them: who did what, and for how long, goes to
 * a collector. A span is the current one of its thread until it is closed.
 */
public interface Traces extends Follower, AutoCloseable {
    /** Follows nothing. */
    Traces NONE = new Traces() {};

    /**
     * Begins to follow, where that is wanted.
     *
     * @throws dev.cooper.oci.SyntaxException when the variables are wrong
     */
    static Traces open(Optional<TracesConfig> config) {
        return config.isEmpty() ? NONE : OpenTelemetryTraces.open(config.get());
    }

    /** Whether anything is followed. */
    default boolean isOn() {
        return false;
    }

    /**
     * Begins the span of a request that came in.
     *
     * @param headers the request's, the first of each name, in lower case
     */
    default Span request(String name, Map<String, String> headers) {
        return Span.NONE;
    }

    /** Begins the span of a part of the work; nothing where no request is followed. */
    default Span part(String name) {
        return Span.NONE;
    }

    /** Begins the span of a request to another program, as a part of the work. */
    @Override
    default Span sending(String method, URI address) {
        return Span.NONE;
    }

    /**
     * Begins the span of a request to another program.
     *
     * @param of the {@link Span#headers} of whose part it is, empty where nothing was followed
     */
    default Span sending(String method, URI address, Map<String, String> of) {
        return Span.NONE;
    }

    /** Work for another thread that is a part of what this one is at. */
    default Runnable carried(Runnable work) {
        return work;
    }

    /** What the thread is at. */
    default Span current() {
        return Span.NONE;
    }

    /** Sends what there still is, for a few seconds at most. */
    @Override
    default void close() {}
}
