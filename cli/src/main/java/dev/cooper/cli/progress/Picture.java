package dev.cooper.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Lays the steps of a build out for one painting.
 *
 * @param width columns of the terminal
 * @param colour whether to use colours
 * @param now the time shown
 */
record Picture(int width, boolean colour, Instant now) {
    private static final int OUTPUT_LINES = 6;
    private static final String BLUE = "\u001b[34m";
    private static final String RED = "\u001b[31m";
    private static final String GREY = "\u001b[90m";
    private static final String PLAIN = "";
    private static final String RESET = "\u001b[0m";

    String head(Collection<Step> steps, Duration elapsed, boolean last) {
        long done = 0;
        boolean failed = false;
        for (Step step : steps) {
            done += step.isDone() ? 1 : 0;
            failed |= step.error.isPresent();
        }
        String end = !last ? "" : failed ? " FAILED" : " FINISHED";
        String text =
                "[+] Building "
                        + Amounts.seconds(elapsed)
                        + " ("
                        + done
                        + "/"
                        + steps.size()
                        + ")"
                        + end;
        return paint(last && !failed ? BLUE : PLAIN, Columns.cut(text, width));
    }

    List<String> body(Collection<Step> steps, boolean last) {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            if (step.started != null || step.isDone()) {
                append(lines, step, last);
            }
        }
        return lines;
    }

    private void append(List<String> lines, Step step, boolean last) {
        String colourOfStep = step.error.isPresent() ? RED : step.isDone() ? BLUE : PLAIN;
        String state = step.error.isPresent() ? "ERROR " : step.cached ? "CACHED " : "";
        String time = Amounts.seconds(step.elapsed(now));
        lines.add(paint(colourOfStep, Columns.align(" => " + state + step.name, time, width)));
        for (Step.Work work : step.works.values()) {
            String text = " => => " + work.describe();
            lines.add(paint(work.done ? BLUE : PLAIN, Columns.align(text, "", width)));
        }
        if (!step.isDone() && !last) {
            for (String line : step.tail(OUTPUT_LINES)) {
                lines.add(paint(GREY, Columns.cut(" => => # " + Columns.visible(line), width)));
            }
        }
    }

    private String paint(String with, String text) {
        return colour && !with.isEmpty() ? with + text + RESET : text;
    }
}
