package dev.cooper.inventory;

/**
 * A file of a layer before it is read.
 *
 * @param path clean and relative
 * @param name the last component of the path
 * @param size in bytes
 * @param isExecutable whether anyone may run it
 */
public record Candidate(String path, String name, long size, boolean isExecutable) {}
