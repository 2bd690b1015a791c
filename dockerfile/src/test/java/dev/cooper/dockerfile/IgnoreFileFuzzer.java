package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.List;

/** Fuzz target: reads any bytes as an ignore file and asks it. Jazzer finds it by name. */
public final class IgnoreFileFuzzer {
    private static final List<String> PATHS =
            List.of(
                    "a",
                    "a/b",
                    "node_modules/x/y.js",
                    ".git/config",
                    "src/main/\u00e4.java",
                    "x.y");

    private IgnoreFileFuzzer() {}

    /** Throws only when something is wrong with the ignore file's code. */
    public static void fuzzerTestOneInput(byte[] data) {
        IgnoreFile file;
        try {
            file = IgnoreFile.parse(".dockerignore", data);
        } catch (SyntaxException _) {
            return;
        }
        for (String path : PATHS) {
            if (!file.ignores(path) || file.mayReinclude(path)) {
                continue;
            }
            if (!file.ignores(path + "/below")) {
                throw new IllegalStateException(
                        path + "/below is kept although nothing below " + path + " comes back");
            }
        }
    }
}
