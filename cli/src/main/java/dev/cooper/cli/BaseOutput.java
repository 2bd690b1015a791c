package dev.cooper.cli;

import dev.cooper.base.BaseImage;
import dev.cooper.base.BaseProgress;
import dev.cooper.base.BaseRequest;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tells on standard error what the making of a base image is doing. */
final class BaseOutput implements BaseProgress {
    /** A terminal's line is rewritten at most that often; nobody reads faster. */
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final boolean quiet;
    private final boolean verbose;
    private final boolean redraws;
    private long bytes;
    private long drawnAt;
    private boolean drawn;

    BaseOutput(Terminal terminal, boolean quiet, boolean verbose) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.verbose = verbose;
        this.redraws = !quiet && terminal.facts().errorIsTerminal();
    }

    @Override
    public synchronized void step(String text) {
        if (!quiet) {
            eraseLine();
            bytes = 0;
            terminal.error("=> " + text);
        }
    }

    @Override
    public synchronized void transferred(long count) {
        bytes += count;
        long now = System.nanoTime();
        if (redraws && now - drawnAt > REDRAW_NANOS) {
            drawnAt = now;
            drawn = true;
            raw("\r   " + megabytes(bytes) + " received");
        }
    }

    @Override
    public synchronized void warning(String text) {
        eraseLine();
        terminal.error("warning: " + text);
    }

    @Override
    public synchronized void output(byte[] text, int offset, int length) {
        if (verbose && !quiet) {
            raw(new String(text, offset, length, StandardCharsets.UTF_8));
        }
    }

    /** Leaves the terminal in order. */
    synchronized void end() {
        eraseLine();
    }

    /** Says what was made. */
    void summary(BaseImage image, BaseRequest request) {
        if (quiet) {
            return;
        }
        step(
                "made "
                        + request.variant().id()
                        + " "
                        + image.suite()
                        + " for "
                        + request.platform()
                        + ": "
                        + image.packages().size()
                        + " packages, "
                        + megabytes(image.unpackedSize())
                        + ", compressed "
                        + megabytes(image.layerSize()));
        for (Reference tag : request.tags()) {
            step("named " + tag.withDefaultTag().familiar());
        }
    }

    private void eraseLine() {
        if (drawn) {
            drawn = false;
            raw("\r\u001b[K");
        }
    }

    private void raw(String text) {
        try {
            terminal.rawError(text);
        } catch (IOException e) {
            // progress that cannot be shown must not end the work
        }
    }

    private static String megabytes(long bytes) {
        return bytes < 10_000_000
                ? (bytes + 50_000) / 100_000 / 10 + "." + (bytes + 50_000) / 100_000 % 10 + " MB"
                : (bytes + 500_000) / 1_000_000 + " MB";
    }
}
