package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.List;

/** What a stage may be called, and which one was meant. */
final class StageNames {
    private StageNames() {}

    /** A name starts with a letter; letters, digits, {@code - _ .} follow. */
    static boolean isValid(String lowerCaseName) {
        if (lowerCaseName.isEmpty() || !isLetter(lowerCaseName.charAt(0))) {
            return false;
        }
        for (int i = 1; i < lowerCaseName.length(); i++) {
            char c = lowerCaseName.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    static SyntaxException unknownTarget(Dockerfile dockerfile, String wanted) {
        List<String> names =
                dockerfile.stages().stream().flatMap(stage -> stage.name().stream()).toList();
        String hint =
                Suggestion.nearest(wanted, names)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse(names.isEmpty() ? "" : "; it has " + String.join(", ", names));
        return new SyntaxException(
                "target stage \"" + wanted + "\" is not in " + dockerfile.file() + hint);
    }
}
