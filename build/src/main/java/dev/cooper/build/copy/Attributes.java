package dev.cooper.build.copy;

import dev.cooper.linux.FileType;

import java.util.SortedMap;

/**
 * What a file in the target is to have besides its content.
 *
 * @param mode permission bits, 07777
 */
record Attributes(
        FileType type,
        int mode,
        int uid,
        int gid,
        SortedMap<String, byte[]> xattrs,
        long mtimeSeconds,
        int mtimeNanos) {}
