package dev.cooper.scan.secret;

import java.util.List;
import java.util.Locale;

/**
 * What is no secret although a rule's expression finds it.
 *
 * @param paths expressions for paths of files
 * @param texts expressions for the target
 * @param target which text they are for
 * @param stopWords that no secret has in it, in lower case
 * @param all whether everything that is given must be so; else one is enough
 */
record Allowed(
        List<Expression> paths,
        List<Expression> texts,
        Target target,
        List<String> stopWords,
        boolean all) {

    Allowed {
        paths = List.copyOf(paths);
        texts = List.copyOf(texts);
        stopWords = stopWords.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    /** What the expressions for texts are for. */
    enum Target {
        /** The secret. */
        SECRET,
        /** All that the rule's expression has found. */
        MATCH,
        /** The lines of it. */
        LINE
    }

    /** What was found, in its three extents. */
    record Texts(String secret, String match, String line) {
        String of(Target target) {
            return switch (target) {
                case SECRET -> secret;
                case MATCH -> match;
                case LINE -> line;
            };
        }
    }

    /** Whether nothing in a file is a secret. */
    boolean allowsFile(String path) {
        boolean isPathAlone = texts.isEmpty() && stopWords.isEmpty();
        return (isPathAlone || !all) && isInPath(path);
    }

    /** Whether this text in that file is none. */
    boolean allows(String path, Texts found) {
        boolean isInText = texts.stream().anyMatch(each -> each.isIn(found.of(target)));
        String lower = found.secret().toLowerCase(Locale.ROOT);
        boolean isStopped = stopWords.stream().anyMatch(lower::contains);
        if (!all) {
            return isInPath(path) || isInText || isStopped;
        }
        return (paths.isEmpty() || isInPath(path))
                && (texts.isEmpty() || isInText)
                && (stopWords.isEmpty() || isStopped)
                && !(paths.isEmpty() && texts.isEmpty() && stopWords.isEmpty());
    }

    private boolean isInPath(String path) {
        return paths.stream().anyMatch(each -> each.isIn(path));
    }
}
