package dev.cooper.registry.operations;

import dev.cooper.transfer.Follower;

import java.io.IOException;
import java.util.Map;

/** A part of a trace: something that takes time. Closed by the thread that began it. */
public interface Span extends Follower.Sent {
    /** Where nothing is followed. */
    Span NONE = new Span() {};

    /** The name of the whole trace, 32 hexadecimal digits; empty where nothing is followed. */
    default String trace() {
        return "";
    }

    /** The name of this part, 16 hexadecimal digits; empty where nothing is followed. */
    default String id() {
        return "";
    }

    /** The headers that tell another program whose part its work is. */
    @Override
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Calls it something else. */
    default void rename(String name) {}

    /** Notes a fact; an empty one is left out. */
    default void set(String name, String value) {}

    /** Notes a number. */
    default void set(String name, long value) {}

    /**
     * Notes that it failed.
     *
     * @param type of failure, such as {@code 503} or the name of a class
     */
    default void failed(String type) {}

    /** Notes that it failed. */
    default void failed(Exception cause) {
        failed(cause.getClass().getName());
    }

    @Override
    default void failed(IOException cause) {
        failed((Exception) cause);
    }

    /** Notes what another program answered. */
    @Override
    default void answered(int status) {
        set("http.response.status_code", status);
        if (status >= 400) {
            failed(Integer.toString(status));
        }
    }

    /** It is over. */
    @Override
    default void close() {}
}
