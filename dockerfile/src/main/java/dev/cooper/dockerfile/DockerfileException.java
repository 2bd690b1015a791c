package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

/**
 * A Dockerfile (or ignore file) is wrong at a known place.
 *
 * <p>The message begins with one sentence, {@code Dockerfile:12:8: unknown flag --chmood (did you
 * mean --chmod?)}, followed by the source line and a caret under the place.
 */
public final class DockerfileException extends SyntaxException {
    private static final long serialVersionUID = 1L;

    private final transient SourceFile file;
    private final transient SourceRange range;
    private final String sentence;

    /**
     * Points at a range of a file.
     *
     * @param suggestion what was probably meant, or an empty text
     */
    public DockerfileException(
            SourceFile file, SourceRange range, String message, String suggestion) {
        super(sentence(file, range, message, suggestion) + excerpt(file, range));
        this.file = file;
        this.range = range;
        this.sentence = sentence(file, range, message, suggestion);
    }

    /** The file with the mistake. */
    public SourceFile file() {
        return file;
    }

    /** The place of the mistake. */
    public SourceRange range() {
        return range;
    }

    /** The first line of the message: place, what is wrong, and the suggestion if there is one. */
    public String sentence() {
        return sentence;
    }

    private static String sentence(
            SourceFile file, SourceRange range, String message, String suggestion) {
        String hint = suggestion.isEmpty() ? "" : " (did you mean " + suggestion + "?)";
        return file.name() + ":" + range + ": " + message + hint;
    }

    private static String excerpt(SourceFile file, SourceRange range) {
        String line = file.line(range.startLine());
        if (line.isBlank()) {
            return "";
        }
        int column = Math.max(1, Math.min(range.startColumn(), line.length() + 1));
        String shown = line.length() > 160 ? line.substring(0, 160) + "..." : line;
        if (column > 160) {
            return "\n  " + shown;
        }
        StringBuilder caret = new StringBuilder();
        for (int i = 0; i < column - 1; i++) {
            caret.append(line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return "\n  " + shown + "\n  " + caret + "^";
    }
}
