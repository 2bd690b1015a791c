package dev.cooper.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sees the requests that are sent, each try of each, so that they can be followed. */
public interface Follower {
    /** Follows nothing. */
    Follower NOBODY = (_, _) -> new Sent() {};

    /** A request is about to be sent by this thread. */
    Sent sending(String method, URI address);

    /** A request under way. */
    interface Sent extends AutoCloseable {
        /** What is sent along with it. */
        default Map<String, String> headers() {
            return Map.of();
        }

        /** An answer began to come. */
        default void answered(int status) {}

        /** No answer came. */
        default void failed(IOException cause) {}

        @Override
        default void close() {}
    }
}
