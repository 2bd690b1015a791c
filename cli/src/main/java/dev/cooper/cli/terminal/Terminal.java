package dev.cooper.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Standard input, output and error of this run, and what is known about them. Text is written as
 * UTF-8; file names keep their bytes. Safe for use by several threads; one call's text stays
 * together.
 */
public final class Terminal {
    private static final int DEFAULT_WIDTH = 80;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final TerminalFacts facts;
    private final Map<String, String> environment;

    /**
     * A terminal over given streams, for tests and for the real one.
     *
     * @param in standard input
     * @param out standard output
     * @param err standard error
     * @param facts what is known about the three
     * @param environment the environment variables
     */
    public Terminal(
            InputStream in,
            OutputStream out,
            OutputStream err,
            TerminalFacts facts,
            Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.facts = facts;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The streams of this process.
     *
     * @return a terminal whose output is buffered: {@link #flush} before the process ends
     */
    public static Terminal ofProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                new FileOutputStream(FileDescriptor.err),
                TerminalFacts.ofProcess(),
                System.getenv());
    }

    /**
     * Prints text on standard output. When that is a terminal, control characters other than line
     * feed and tab are replaced, so that a name or label cannot steer the terminal.
     *
     * @param text the text
     * @throws IOException when it cannot be written
     */
    public void print(String text) throws IOException {
        write(out, facts.outputIsTerminal() ? Printable.of(text) : text);
    }

    /**
     * Prints a line on standard output.
     *
     * @param line the line without its end
     * @throws IOException when it cannot be written
     */
    public void println(String line) throws IOException {
        print(line + "\n");
    }

    /**
     * Prints a line on standard error, after what was printed on standard output. Failures are
     * dropped: there is nowhere left to report them.
     *
     * @param line the line without its end
     */
    public void error(String line) {
        try {
            flush();
        } catch (IOException e) {
            // standard output is gone; the message may still get through
        }
        try {
            write(err, (facts.errorIsTerminal() ? Printable.of(line) : line) + "\n");
        } catch (IOException e) {
            // see above
        }
    }

    /**
     * Prints text on standard error as it is, escape sequences included.
     *
     * @param text the text
     * @throws IOException when it cannot be written
     */
    public void rawError(String text) throws IOException {
        write(err, text);
    }

    /**
     * Standard output for bytes.
     *
     * @return the stream; not to be closed
     */
    public OutputStream output() {
        return out;
    }

    /**
     * Standard input.
     *
     * @return the stream; not to be closed
     */
    public InputStream input() {
        return in;
    }

    /**
     * What is known about the three streams.
     *
     * @return the facts
     */
    public TerminalFacts facts() {
        return facts;
    }

    /**
     * The environment variables of this run.
     *
     * @return the variables by name
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Whether text on standard error may be coloured.
     *
     * @return true on a terminal that is not dumb, unless {@code NO_COLOR} is set
     */
    public boolean colour() {
        return facts.errorIsTerminal()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /**
     * The width of the terminal.
     *
     * @return columns, 80 when not known
     */
    public int width() {
        int width = facts.width();
        return width > 0 ? width : DEFAULT_WIDTH;
    }

    /**
     * Writes out what is buffered.
     *
     * @throws IOException when it cannot be written
     */
    public void flush() throws IOException {
        synchronized (out) {
            out.flush();
        }
    }

    private static void write(OutputStream stream, String text) throws IOException {
        byte[] bytes = Printable.encode(text);
        synchronized (stream) {
            stream.write(bytes);
        }
    }
}
