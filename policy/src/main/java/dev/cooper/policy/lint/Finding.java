package dev.cooper.policy.lint;

/**
 * Something that should not be written so.
 *
 * @param severity how bad it is
 * @param rule a stable word, such as {@code unanchored-regexp}
 * @param place where it is written
 * @param message what it means, half a sentence
 * @param advice what to do, half a sentence
 */
public record Finding(Severity severity, String rule, Place place, String message, String advice) {
    /** How bad something is, the worst last. */
    public enum Severity {
        /** It may be meant so, but seldom is. */
        WARNING,
        /** It lets in what nobody wants, or lets in nobody. */
        ERROR
    }

    /**
     * Where something is written.
     *
     * @param file as it was named
     * @param line from 1; 0 for the file as a whole
     * @param column from 1; 0 for the line as a whole
     * @param field the way to it in the document; may be empty
     */
    public record Place(String file, int line, int column, String field) {
        @Override
        public String toString() {
            return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
        }
    }
}
