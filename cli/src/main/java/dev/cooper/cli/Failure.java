package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns what went wrong into one sentence and an exit code. The only place that does. */
final class Failure {
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;
    private static final int PIPE_CLOSED = 141;

    private Failure() {}

    static int report(Throwable failure, Terminal terminal, boolean debug) {
        if (isClosedPipe(failure)) {
            return PIPE_CLOSED;
        }
        terminal.error("cooper: " + sentence(failure));
        if (debug) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            terminal.error(trace.toString().stripTrailing());
        }
        return failure instanceof InterruptedException ? INTERRUPTED : FAILED;
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException e when e.getCause() != null -> sentence(e.getCause());
            case FileSystemException e -> ofFile(e);
            case IOException e -> ofMessage(e);
            case SyntaxException e -> ofMessage(e);
            case InterruptedException _ -> "interrupted";
            case OutOfMemoryError _ ->
                    "out of memory; give the JVM more with COOPER_JAVA_OPTIONS=-Xmx4g";
            default ->
                    "internal error: "
                            + failure
                            + "; run 'cooper --debug …' for where, and please report it";
        };
    }

    private static String ofFile(FileSystemException e) {
        String reason =
                switch (e) {
                    case NoSuchFileException _ -> "no such file or directory";
                    case AccessDeniedException _ -> "permission denied";
                    case FileAlreadyExistsException _ -> "exists already";
                    case DirectoryNotEmptyException _ -> "directory is not empty";
                    case NotDirectoryException _ -> "not a directory";
                    default -> null;
                };
        @Nullable String file = e.getFile();
        if (file == null || (e.getReason() != null && reason == null)) {
            return ofMessage(e);
        }
        return file + ": " + (reason == null ? ofMessage(e) : reason);
    }

    private static String ofMessage(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static boolean isClosedPipe(Throwable failure) {
        return failure instanceof IOException e && "Broken pipe".equals(e.getMessage());
    }
}
