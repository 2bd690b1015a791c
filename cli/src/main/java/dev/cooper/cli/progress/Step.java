package dev.cooper.cli.progress;

import dev.cooper.build.ProgressEvent;
import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known about one vertex while a build is shown. Not thread-safe. */
final class Step {
    /** How much of a step's output is kept for the report of its failure. */
    private static final int KEPT_CHARACTERS = 1 << 20;

    final String name;

    /** The number shown before each line; 0 until the step is shown. */
    int number;

    final Map<String, Work> works = new LinkedHashMap<>();
    final List<String> warnings = new ArrayList<>();
    @Nullable Instant started;
    @Nullable Instant completed;
    boolean cached;
    Optional<String> error = Optional.empty();

    private final ByteArrayOutputStream unfinishedLine = new ByteArrayOutputStream();
    private final Deque<String> kept = new ArrayDeque<>();
    private int keptCharacters;
    private long droppedLines;

    Step(String name) {
        this.name = name;
    }

    /** One named piece of work inside the step. */
    static final class Work {
        final String id;
        final Instant started;
        Instant at;
        long current;
        long total;
        boolean done;
        @Nullable Instant shown;

        Work(String id, Instant started) {
            this.id = id;
            this.started = started;
            this.at = started;
        }

        /** {@code transferring context: 1.50MB / 3.00MB 0.2s done}. */
        String describe() {
            StringBuilder text = new StringBuilder(id);
            if (total != 0) {
                text.append(' ').append(Amounts.bytes(current));
                text.append(" / ").append(Amounts.bytes(total));
            } else if (current != 0) {
                text.append(' ').append(Amounts.bytes(current));
            }
            if (Duration.between(started, at).toMillis() > 10) {
                text.append(' ').append(Amounts.seconds(Duration.between(started, at)));
            }
            return text.append(done ? " done" : "").toString();
        }
    }

    boolean isDone() {
        return completed != null;
    }

    Work work(ProgressEvent.Status status) {
        Work work = works.computeIfAbsent(status.id(), id -> new Work(id, status.at()));
        work.at = status.at();
        work.current = status.current();
        work.total = status.total();
        work.done = status.done();
        return work;
    }

    /** How long the step has run, until now or until its end. */
    Duration elapsed(Instant now) {
        if (started == null) {
            return Duration.ZERO;
        }
        Duration elapsed = Duration.between(started, completed == null ? now : completed);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    /** Takes output and returns the lines that it completed, each with its time. */
    List<String> lines(ProgressEvent.Log log) {
        List<String> lines = new ArrayList<>();
        for (byte b : log.data()) {
            if (b == '\n') {
                lines.add(finishLine(log.at()));
            } else {
                unfinishedLine.write(b);
            }
        }
        return lines;
    }

    /** The output after the last line feed, when the step is over. */
    Optional<String> lastLine(Instant at) {
        return unfinishedLine.size() == 0 ? Optional.empty() : Optional.of(finishLine(at));
    }

    private String finishLine(Instant at) {
        String text = FileName.decode(unfinishedLine.toByteArray());
        unfinishedLine.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        String line = Amounts.stamp(started == null ? at : started, at) + " " + text;
        kept.addLast(line);
        keptCharacters += line.length();
        while (keptCharacters > KEPT_CHARACTERS && kept.size() > 1) {
            keptCharacters -= kept.removeFirst().length();
            droppedLines++;
        }
        return line;
    }

    /** The last lines of output. */
    List<String> tail(int most) {
        List<String> lines = new ArrayList<>(kept);
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    /** The report of a failed step: its name and its last output between rules. */
    String failureReport(int most) {
        StringBuilder text = new StringBuilder("------\n > ").append(name).append(":\n");
        List<String> lines = tail(most);
        long left = droppedLines + kept.size() - lines.size();
        if (droppedLines > 0 && left > 0) {
            text.append("(").append(left).append(" earlier lines)\n");
        }
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return text.append("------\n").toString();
    }
}
