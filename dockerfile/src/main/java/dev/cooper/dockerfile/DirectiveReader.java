package dev.cooper.dockerfile;

import java.util.Locale;
import java.util.Optional;

/** Recognises {@code # syntax=}, {@code # escape=} and {@code # check=} at the top of a file. */
final class DirectiveReader {
    private final SourceFile file;
    private Directives result = Directives.NONE;
    private boolean escapeSeen;
    private boolean done;

    DirectiveReader(SourceFile file) {
        this.file = file;
    }

    Directives result() {
        return result;
    }

    char escape() {
        return result.escape();
    }

    /** The first line to read: a {@code #!} line before it is skipped. */
    int firstLine() {
        return file.line(1).startsWith("#!") ? 2 : 1;
    }

    /** Takes a line, without its leading blanks, when it is a directive. */
    boolean accept(String line, int number) {
        if (done) {
            return false;
        }
        int equals = line.indexOf('=');
        String key =
                line.startsWith("#") && equals > 0
                        ? Blank.trim(line.substring(1, equals)).toLowerCase(Locale.ROOT)
                        : "";
        String value = equals > 0 ? Blank.trim(line.substring(equals + 1)) : "";
        done = value.isEmpty() || !set(key, value, number, line);
        return !done;
    }

    private boolean set(String key, String value, int number, String line) {
        switch (key) {
            case "syntax" -> {
                once(result.syntax().isPresent(), key, number);
                result = new Directives(Optional.of(value), result.escape(), result.check());
            }
            case "check" -> {
                once(result.check().isPresent(), key, number);
                result = new Directives(result.syntax(), result.escape(), Optional.of(value));
            }
            case "escape" -> {
                once(escapeSeen, key, number);
                escapeSeen = true;
                if (!value.equals("\\") && !value.equals("`")) {
                    throw error(
                            number,
                            Math.max(1, file.line(number).indexOf(value, line.indexOf('=')) + 1),
                            "the escape character \"" + value + "\" is neither \\ nor `");
                }
                result = new Directives(result.syntax(), value.charAt(0), result.check());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void once(boolean seen, String key, int number) {
        if (seen) {
            throw error(number, 1, "only one \"" + key + "\" directive can be used");
        }
    }

    private DockerfileException error(int line, int column, String message) {
        SourceRange range = new SourceRange(line, column, line, file.line(line).length() + 1);
        return new DockerfileException(file, range, message, "");
    }
}
