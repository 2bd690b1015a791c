package dev.cooper.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who this process is and which users its user namespace knows.
 *
 * @param euid effective user inside the namespace
 * @param uidMap lines of {@code /proc/self/uid_map}, blanks squeezed; empty without /proc
 * @param gidMap lines of {@code /proc/self/gid_map}
 */
public record UserNamespace(int euid, String uidMap, String gidMap) {
    private static final String IDENTITY = "0 0 4294967295";

    /** Returns what holds for this process; it cannot change while the process lives. */
    public static UserNamespace current() {
        return new UserNamespace(euid0(), map("uid_map"), map("gid_map"));
    }

    private static int euid0() {
        try (Scratch scratch = Scratch.take()) {
            return (int) Syscall.call(scratch, SyscallNumber.GETEUID, 0);
        }
    }

    private static String map(String file) {
        try {
            String text = Files.readString(Path.of("/proc/self", file), StandardCharsets.US_ASCII);
            StringBuilder squeezed = new StringBuilder();
            for (String line : text.split("\n")) {
                for (String word : line.strip().split(" ")) {
                    if (!word.isEmpty()) {
                        squeezed.append(squeezed.isEmpty() ? "" : " ").append(word);
                    }
                }
            }
            return squeezed.toString();
        } catch (IOException e) {
            return ""; // a container without /proc: nothing is known, so nothing is promised
        }
    }

    /** Tells whether this is root of the machine's first namespace (or of one just like it). */
    public boolean isRealRoot() {
        return euid == 0 && uidMap.equals(IDENTITY);
    }

    /** Tells whether user numbers here mean the same as on the machine. */
    public boolean isInitial() {
        return uidMap.equals(IDENTITY);
    }

    /** Tells whether only one user is mapped, so that no file can be given to another. */
    public boolean mapsOneUser() {
        return uidMap.endsWith(" 1") && uidMap.split(" ").length == 3;
    }
}
