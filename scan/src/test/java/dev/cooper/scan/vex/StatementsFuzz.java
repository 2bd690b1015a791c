package dev.cooper.scan.vex;

import dev.cooper.oci.SyntaxException;

/** Fuzz target: lists of what to ignore and VEX documents are read, or refused in a sentence. */
public final class StatementsFuzz {
    private StatementsFuzz() {}

    /** Called by Jazzer with arbitrary bytes. */
    public static void fuzzerTestOneInput(byte[] input) {
        for (String name : new String[] {".trivyignore", ".trivyignore.yaml"}) {
            try {
                IgnoreFile.parse(name, input);
            } catch (SyntaxException refused) {
                check(refused);
            }
        }
        try {
            VexFile.parse("vex.json", input);
        } catch (SyntaxException refused) {
            check(refused);
        }
    }

    private static void check(SyntaxException refused) {
        if (refused.getMessage() == null || refused.getMessage().isBlank()) {
            throw new AssertionError("refused without a word", refused);
        }
    }
}
