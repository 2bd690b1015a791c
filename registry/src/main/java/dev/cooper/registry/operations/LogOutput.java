package dev.cooper.registry.operations;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Where a registry writes its log.
 *
 * @param requests takes the lines about requests
 * @param messages takes lines about everything else, their ends included
 */
public record LogOutput(OutputStream requests, Consumer<String> messages) {
    /** Drops the lines about requests, and leaves the others to the logging of the JDK. */
    public static final LogOutput NONE = new LogOutput(OutputStream.nullOutputStream(), _ -> {});
}
