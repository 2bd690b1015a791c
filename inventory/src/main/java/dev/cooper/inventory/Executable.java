package dev.cooper.inventory;

/**
 * A program, a library or a Java archive in a layer.
 *
 * @param path clean and relative
 * @param size in bytes
 */
public record Executable(String path, long size) {}
