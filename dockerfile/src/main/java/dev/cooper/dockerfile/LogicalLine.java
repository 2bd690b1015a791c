package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** An instruction with its continuation lines joined; knows where each character came from. */
final class LogicalLine {
    private final SourceFile file;
    private final StringBuilder text = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();

    /** A run of characters from one source line. */
    private record Piece(int offset, int line, int column) {}

    LogicalLine(SourceFile file) {
        this.file = file;
    }

    void add(String part, int line, int column) {
        pieces.add(new Piece(text.length(), line, column));
        text.append(part);
    }

    String text() {
        return text.toString();
    }

    SourceFile file() {
        return file;
    }

    int firstLine() {
        return pieces.getFirst().line();
    }

    int lastLine() {
        return pieces.getLast().line();
    }

    /** The one-character range at an offset of the text. */
    SourceRange at(int offset) {
        Piece piece = pieces.getFirst();
        for (Piece next : pieces) {
            if (next.offset() > offset) {
                break;
            }
            piece = next;
        }
        int column = piece.column() + Math.max(0, offset - piece.offset());
        return new SourceRange(piece.line(), column, piece.line(), column + 1);
    }

    /** The range from an offset to the end of a source line. */
    SourceRange from(int offset, int endLine) {
        SourceRange start = at(offset);
        return new SourceRange(
                start.startLine(), start.startColumn(), endLine, file.line(endLine).length() + 1);
    }

    DockerfileException error(int offset, String message, String suggestion) {
        return new DockerfileException(file, at(offset), message, suggestion);
    }
}
