package dev.cooper.linux;

/**
 * One name in a directory.
 *
 * @param name the name as a {@link dev.cooper.oci.FileName} string
 * @param type what it names; symbolic links are not followed
 * @param inode number of the file on its device
 */
public record DirectoryEntry(String name, FileType type, long inode) {}
