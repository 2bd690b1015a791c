package dev.cooper.cli.progress;

import dev.cooper.cli.format.Amount;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows how layers move, on standard output and in docker's words: on a terminal one line for each
 * layer, painted again and again; otherwise a line for each change. Takes reports from any thread.
 */
public final class LayerLines implements AutoCloseable {
    private static final Duration BETWEEN_PAINTS = Duration.ofMillis(120);
    private static final int BAR = 50;
    private static final int SHORTEST_BAR = 8;
    private static final String ERASE_LINE = "\u001b[K";

    private final Terminal terminal;
    private final boolean painting;
    private final boolean silent;
    private final Map<Digest, Line> lines = new LinkedHashMap<>();
    private final Thread painter;
    private int painted;

    private static final class Line {
        private final String id;
        private String text = "";
        private long current;
        private long total;

        Line(String id) {
            this.id = id;
        }
    }

    /**
     * Begins to show layers.
     *
     * @param terminal where
     * @param silent whether to show nothing
     */
    public LayerLines(Terminal terminal, boolean silent) {
        this.terminal = terminal;
        this.silent = silent;
        this.painting =
                !silent
                        && terminal.facts().outputIsTerminal()
                        && !terminal.environment().getOrDefault("TERM", "dumb").equals("dumb");
        this.painter =
                painting
                        ? Thread.ofVirtual().name("progress").start(this::paintAgainAndAgain)
                        : Thread.ofVirtual().unstarted(() -> {});
    }

    private void paintAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_PAINTS);
                paint();
            }
        } catch (InterruptedException e) {
            // everything is moved
        }
    }

    /**
     * Says what is the matter with a layer.
     *
     * @param layer the layer
     * @param text for example {@code Pull complete}
     */
    public synchronized void say(Descriptor layer, String text) {
        Line line = line(layer);
        if (line.text.equals(text) || silent) {
            return;
        }
        line.text = text;
        line.total = 0;
        if (!painting) {
            print(line.id + ": " + text + "\n");
        }
    }

    /**
     * Says how far a layer is; shown on terminals only.
     *
     * @param layer the layer
     * @param text for example {@code Downloading}
     * @param current bytes that are done
     */
    public synchronized void moved(Descriptor layer, String text, long current) {
        Line line = line(layer);
        line.text = painting ? text : line.text;
        line.current = current;
        line.total = layer.size();
    }

    private Line line(Descriptor layer) {
        return lines.computeIfAbsent(layer.digest(), digest -> new Line(digest.shortHex()));
    }

    private synchronized void paint() {
        StringBuilder text = new StringBuilder();
        if (painted > 0) {
            text.append("\u001b[").append(painted).append("A\r");
        }
        // what does not fit cannot be painted again, so only the last lines are
        int room = terminal.facts().height() > 2 ? terminal.facts().height() - 2 : lines.size();
        int skipped = Math.max(0, lines.size() - room);
        int at = 0;
        for (Line line : lines.values()) {
            if (at++ >= skipped) {
                text.append(clip(describe(line))).append(ERASE_LINE).append('\n');
            }
        }
        painted = lines.size() - skipped;
        print(text.toString());
    }

    /** In a narrow terminal the bar is shorter, or missing: the amounts say more. */
    private String describe(Line line) {
        String head = line.id + ": " + line.text;
        if (line.total <= 0) {
            return head;
        }
        String amounts = Amount.size(line.current) + "/" + Amount.size(line.total);
        int bar = Math.min(BAR, room() - head.length() - amounts.length() - " [>]  ".length());
        if (bar < SHORTEST_BAR) {
            return head + " " + amounts;
        }
        int done = (int) Math.min(bar, bar * line.current / line.total);
        String shown = "=".repeat(done) + ">" + " ".repeat(bar - done);
        return head + " [" + shown + "]  " + amounts;
    }

    private int room() {
        return Math.max(20, terminal.width()) - 1;
    }

    private String clip(String text) {
        return text.length() <= room() ? text : text.substring(0, room());
    }

    private void print(String text) {
        try {
            terminal.output().write(text.getBytes(StandardCharsets.UTF_8));
            terminal.flush();
        } catch (IOException e) {
            // nobody is looking; the images move on
        }
    }

    /** Paints the last state. */
    @Override
    public void close() {
        if (painting) {
            painter.interrupt();
            paint();
        }
    }
}
