package dev.cooper.store;

/**
 * What a snapshot takes on the disk.
 *
 * @param bytes blocks of its files in bytes, hard links once
 * @param files how many files, directories and links it has
 */
public record SnapshotUsage(long bytes, long files) {}
