package dev.cooper.cli.progress;

import dev.cooper.build.ProgressEvent;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows every line of every step, each with the number of its step. Steps run side by side; to stay
 * readable the output keeps to one step while it has something to say.
 */
final class PlainRenderer implements ProgressRenderer {
    private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);
    private static final int REPORTED_LINES = 20;

    private final Terminal terminal;
    private final InstantSource clock;
    private final Thread ticker;
    private final Map<Digest, Step> steps = new LinkedHashMap<>();
    private final Map<Step, List<String>> waiting = new LinkedHashMap<>();
    private @Nullable Step current;
    private Instant turnBegan = Instant.MIN;
    private Instant lastLine = Instant.MIN;
    private int numbers;
    private boolean printedAny;

    PlainRenderer(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.ticker = Thread.ofVirtual().name("progress").start(this::tick);
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(PATIENCE);
                synchronized (this) {
                    letOthersSpeak();
                }
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
            case ProgressEvent.Started started -> {
                step.started = started.at();
                say(step, List.of());
            }
            case ProgressEvent.Status status -> {
                Step.Work work = step.work(status);
                Instant shown = work.shown;
                if (work.done || shown == null || isLater(shown, status.at(), BETWEEN_UPDATES)) {
                    if (shown != null || work.done || work.current > 0) {
                        say(step, List.of(work.describe()));
                    }
                    work.shown = status.at();
                }
            }
            case ProgressEvent.Log log -> {
                List<String> lines = step.lines(log);
                if (!lines.isEmpty()) {
                    say(step, lines);
                }
            }
            case ProgressEvent.Warning warning -> say(step, List.of("WARN: " + warning.message()));
            case ProgressEvent.Completed completed -> complete(step, completed);
        }
    }

    private void complete(Step step, ProgressEvent.Completed completed) {
        List<String> lines = new ArrayList<>();
        step.lastLine(completed.at()).ifPresent(lines::add);
        step.completed = completed.at();
        step.cached = completed.cached();
        step.error = completed.error();
        if (step.error.isPresent()) {
            lines.add("ERROR: " + step.error.get());
        } else if (step.cached) {
            lines.add("CACHED");
        } else {
            lines.add("DONE " + Amounts.seconds(step.elapsed(completed.at())));
        }
        say(step, lines);
        letOthersSpeak();
    }

    /** Prints lines of a step, or keeps them until it is this step's turn. */
    private void say(Step step, List<String> lines) {
        if (current != step) {
            waiting.computeIfAbsent(step, ignored -> new ArrayList<>()).addAll(lines);
            if (current == null || current.isDone()) {
                turnTo(step);
            }
            return;
        }
        print(step, lines);
    }

    private void print(Step step, List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append('#').append(step.number).append(' ').append(line).append('\n');
        }
        write(text.toString());
        lastLine = clock.instant();
    }

    private void turnTo(Step step) {
        StringBuilder text = new StringBuilder();
        if (current != null && !current.isDone()) {
            text.append('#').append(current.number).append(" ...\n");
        }
        if (printedAny) {
            text.append('\n');
        }
        printedAny = true;
        if (step.number == 0) {
            step.number = ++numbers;
        }
        text.append('#').append(step.number).append(' ').append(step.name).append('\n');
        write(text.toString());
        current = step;
        turnBegan = clock.instant();
        List<String> lines = waiting.remove(step);
        print(step, lines == null ? List.of() : lines);
    }

    private void letOthersSpeak() {
        Step next = next();
        while (next != null) {
            turnTo(next);
            next = next();
        }
    }

    /** The step whose turn it is now, null when the current one keeps it. */
    private @Nullable Step next() {
        Instant now = clock.instant();
        boolean free = current == null || current.isDone();
        boolean tired = isLater(lastLine, now, PATIENCE) || isLater(turnBegan, now, LONGEST_TURN);
        for (Map.Entry<Step, List<String>> entry : waiting.entrySet()) {
            // a step that only began need not interrupt another
            if (free || (tired && !entry.getValue().isEmpty())) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static boolean isLater(Instant from, Instant to, Duration by) {
        return Duration.between(from, to).compareTo(by) >= 0;
    }

    @Override
    public void close() {
        ticker.interrupt();
        synchronized (this) {
            while (!waiting.isEmpty()) {
                turnTo(waiting.keySet().iterator().next());
            }
            for (Step step : steps.values()) {
                if (step.error.isPresent()) {
                    write(step.failureReport(REPORTED_LINES));
                }
            }
        }
    }

    private void write(String text) {
        try {
            terminal.rawError(text);
        } catch (IOException e) {
            // Nobody is looking; the build goes on.
        }
    }
}
