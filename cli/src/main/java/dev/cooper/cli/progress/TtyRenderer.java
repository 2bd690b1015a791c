package dev.cooper.cli.progress;

import dev.cooper.build.ProgressEvent;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the steps as a list that is painted again several times a second. The cursor is hidden only
 * within one write, so that no kind of end can leave the terminal without it.
 */
final class TtyRenderer implements ProgressRenderer {
    private static final Duration BETWEEN_PAINTS = Duration.ofMillis(120);
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final Terminal terminal;
    private final InstantSource clock;
    private final Map<Digest, Step> steps = new LinkedHashMap<>();
    private final Instant began;
    private final Thread painter;
    private int painted;

    TtyRenderer(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.began = clock.instant();
        this.painter = Thread.ofVirtual().name("progress").start(this::paintAgainAndAgain);
    }

    private void paintAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_PAINTS);
                paint(false);
            }
        } catch (InterruptedException e) {
            // the build is over
        }
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        if (event instanceof ProgressEvent.Declared declared) {
            steps.putIfAbsent(declared.vertex(), new Step(declared.name()));
            return;
        }
        Step step = steps.get(event.vertex());
        if (step == null) {
            return;
        }
        switch (event) {
            case ProgressEvent.Declared _ -> {}
            case ProgressEvent.Started started -> step.started = started.at();
            case ProgressEvent.Status status -> step.work(status);
            case ProgressEvent.Log log -> step.lines(log);
            case ProgressEvent.Warning warning -> step.warnings.add(warning.message());
            case ProgressEvent.Completed completed -> {
                step.lastLine(completed.at());
                step.completed = completed.at();
                step.cached = completed.cached();
                step.error = completed.error();
            }
        }
    }

    @Override
    public void close() {
        painter.interrupt();
        paint(true);
        StringBuilder reports = new StringBuilder();
        synchronized (this) {
            for (Step step : steps.values()) {
                if (step.error.isPresent()) {
                    reports.append(step.failureReport(Integer.MAX_VALUE));
                }
                for (String warning : step.warnings) {
                    reports.append(" ! ").append(warning).append('\n');
                }
            }
        }
        write(reports.toString());
    }

    private synchronized void paint(boolean last) {
        int width = Math.max(20, terminal.width());
        int height = terminal.facts().height();
        Picture picture = new Picture(width, terminal.colour(), clock.instant());
        List<String> lines = new ArrayList<>();
        lines.add(picture.head(steps.values(), Duration.between(began, clock.instant()), last));
        List<String> body = picture.body(steps.values(), last);
        int room = last || height <= 2 ? body.size() : Math.min(body.size(), height - 2);
        lines.addAll(body.subList(body.size() - room, body.size()));
        StringBuilder text = new StringBuilder(HIDE_CURSOR);
        if (painted > 0) {
            text.append("\u001b[").append(painted).append("A\r");
        }
        for (String line : lines) {
            text.append(line).append(ERASE_LINE).append('\n');
        }
        text.append(ERASE_BELOW).append(SHOW_CURSOR);
        painted = lines.size();
        write(text.toString());
    }

    private void write(String text) {
        try {
            terminal.rawError(text);
        } catch (IOException e) {
            // Nobody is looking; the build goes on.
        }
    }
}
