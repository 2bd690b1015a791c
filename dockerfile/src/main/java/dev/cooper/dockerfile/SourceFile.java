package dev.cooper.dockerfile;

import dev.cooper.oci.FileName;

import java.util.ArrayList;
import java.util.List;

/**
 * The text that instructions came from: kept so that an error can show the line it speaks of.
 *
 * <p>Bytes that are not UTF-8 survive as {@link FileName} keeps them. Compared by identity: two
 * files with the same text are still two files.
 */
public final class SourceFile {
    /** Longer lines are refused, as BuildKit does. */
    private static final int MAX_LINE_BYTES = 65_535;

    private final String name;
    private final List<String> lines;

    private SourceFile(String name, List<String> lines) {
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    /**
     * Splits a file into lines; a byte order mark at its start is dropped.
     *
     * @throws DockerfileException when a line has more than 65,535 bytes
     */
    static SourceFile of(String name, byte[] content) {
        int start = hasByteOrderMark(content) ? 3 : 0;
        List<String> lines = new ArrayList<>();
        int tooLong = -1;
        for (int i = start; i <= content.length; i++) {
            if (i < content.length ? content[i] == '\n' : i > start) {
                if (i - start > MAX_LINE_BYTES && tooLong < 0) {
                    tooLong = lines.size() + 1;
                }
                lines.add(FileName.decode(content, start, i - start));
                start = i + 1;
            }
        }
        SourceFile file = new SourceFile(name, lines);
        if (tooLong > 0) {
            throw new DockerfileException(
                    file,
                    new SourceRange(tooLong, 1, tooLong, 1),
                    "the line is longer than " + MAX_LINE_BYTES + " bytes",
                    "");
        }
        return file;
    }

    static SourceFile of(String name, String content) {
        return of(name, FileName.encode(content));
    }

    private static boolean hasByteOrderMark(byte[] content) {
        return content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
    }

    /** The name that messages use, such as {@code Dockerfile}. */
    public String name() {
        return name;
    }

    /** All lines without line feeds; a carriage return at a line's end is still there. */
    public List<String> lines() {
        return lines;
    }

    /** The given line (counted from 1) without its line end; empty when there is none. */
    public String line(int number) {
        if (number < 1 || number > lines.size()) {
            return "";
        }
        String line = lines.get(number - 1);
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }

    @Override
    public String toString() {
        return name;
    }
}
