package dev.cooper.dockerfile;

/**
 * A piece of a source text. Lines and columns count from 1; a column counts characters (UTF-16
 * units) and the end column is the one behind the last character.
 */
public record SourceRange(int startLine, int startColumn, int endLine, int endColumn) {

    /** Says whether the given line belongs to this range. */
    public boolean containsLine(int line) {
        return line >= startLine && line <= endLine;
    }

    /** The place where this range begins, as {@code line:column}. */
    @Override
    public String toString() {
        return startLine + ":" + startColumn;
    }
}
