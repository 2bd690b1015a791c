package dev.cooper.dockerfile;

import java.util.List;

/**
 * Where an instruction was written.
 *
 * @param file the file it stands in
 * @param range from its keyword to its last character, heredoc bodies included
 * @param keyword the keyword as written, such as {@code Run}
 * @param text the instruction on one line: continuations joined, comments within left out, without
 *     heredoc bodies
 * @param comments the comment lines directly above it, without {@code #} and outer blanks
 */
public record Origin(
        SourceFile file, SourceRange range, String keyword, String text, List<String> comments) {

    /** Copies the comments. */
    public Origin {
        comments = List.copyOf(comments);
    }

    /** Makes the error that points at this instruction; the message is a sentence in lower case. */
    public DockerfileException error(String message) {
        return new DockerfileException(file, range, message, "");
    }

    /** Makes the error that points at this instruction and suggests what was meant. */
    public DockerfileException error(String message, String suggestion) {
        return new DockerfileException(file, range, message, suggestion);
    }
}
