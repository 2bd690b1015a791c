package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a file as directives, comments, joined lines and heredoc bodies. */
final class LineReader {
    private final SourceFile file;
    private final DirectiveReader directives;
    private final List<SourceRange> emptyContinuations = new ArrayList<>();
    private List<String> comments = new ArrayList<>();
    private int next = 1;

    LineReader(SourceFile file) {
        this.file = file;
        this.directives = new DirectiveReader(file);
        this.next = directives.firstLine();
    }

    Directives directives() {
        return directives.result();
    }

    List<SourceRange> emptyContinuations() {
        return emptyContinuations;
    }

    /** The comments directly above the line that {@link #read} gave last; they are handed over. */
    List<String> takeComments() {
        List<String> taken = comments;
        comments = new ArrayList<>();
        return taken;
    }

    /** The next instruction's text; empty at the end of the file. */
    Optional<LogicalLine> read() {
        while (next <= file.lines().size()) {
            int number = next++;
            String line = file.line(number);
            int start = Blank.skip(line, 0);
            if (directives.accept(line.substring(start), number)) {
                continue;
            }
            if (start == line.length()) {
                comments.clear(); // a blank line parts a comment from the instruction below
            } else if (line.charAt(start) == '#') {
                addComment(line.substring(start + 1));
            } else {
                LogicalLine joined = joined(number, start);
                if (!joined.text().isBlank()) {
                    return Optional.of(joined);
                }
            }
        }
        return Optional.empty();
    }

    private void addComment(String text) {
        String comment = Blank.trim(text);
        if (comment.isEmpty()) {
            comments.clear();
        } else {
            comments.add(comment);
        }
    }

    private LogicalLine joined(int number, int start) {
        LogicalLine out = new LogicalLine(file);
        String line = file.line(number);
        int end = continuation(line);
        out.add(
                line.substring(start, end < 0 ? line.length() : Math.max(start, end)),
                number,
                start + 1);
        int firstEmpty = 0;
        while (end >= 0 && next <= file.lines().size()) {
            int current = next++;
            line = file.line(current);
            int first = Blank.skip(line, 0);
            if (first == line.length()) {
                firstEmpty = firstEmpty == 0 ? current : firstEmpty;
                continue;
            }
            if (line.charAt(first) == '#') {
                continue;
            }
            end = continuation(line);
            out.add(line.substring(0, end < 0 ? line.length() : end), current, 1);
        }
        if (firstEmpty > 0) {
            emptyContinuations.add(new SourceRange(firstEmpty, 1, firstEmpty, 1));
        }
        return out;
    }

    /** Where a continued line's own text ends, or -1 when the line is not continued. */
    private int continuation(String line) {
        char escape = directives.escape();
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        int escapes = 0;
        while (escapes < end && line.charAt(end - 1 - escapes) == escape) {
            escapes++;
        }
        // An even number is that many halves of escaped escapes, none of which meets the line end.
        return escapes % 2 == 1 ? end - 1 : -1;
    }

    /**
     * Reads the lines up to the terminator of a heredoc.
     *
     * @return the body, or empty when the file ends first
     */
    Optional<String> readHeredoc(String name, boolean chomp) {
        StringBuilder body = new StringBuilder();
        while (next <= file.lines().size()) {
            int number = next++;
            String line = file.line(number);
            int start = 0;
            while (chomp && start < line.length() && line.charAt(start) == '\t') {
                start++;
            }
            if (line.length() - start == name.length() && line.startsWith(name, start)) {
                return Optional.of(body.toString());
            }
            body.append(file.lines().get(number - 1)).append('\n');
        }
        return Optional.empty();
    }

    /** The number of the line that was read last. */
    int lastLine() {
        return next - 1;
    }
}
