package dev.cooper.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.build.ProgressEvent;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.cli.terminal.TerminalFacts;
import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ProgressRendererTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Digest A = Digest.sha256("a".getBytes(StandardCharsets.UTF_8));
    private static final Digest B = Digest.sha256("b".getBytes(StandardCharsets.UTF_8));

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private static final class Screen implements TerminalFacts {
        @Override
        public boolean inputIsTerminal() {
            return true;
        }

        @Override
        public boolean outputIsTerminal() {
            return true;
        }

        @Override
        public boolean errorIsTerminal() {
            return true;
        }

        @Override
        public int width() {
            return 40;
        }

        @Override
        public int height() {
            return 10;
        }
    }

    private Terminal terminal(TerminalFacts facts) {
        return new Terminal(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                shown,
                facts,
                Map.of("TERM", "xterm", "NO_COLOR", "1"));
    }

    private static Instant at(int millis) {
        return START.plusMillis(millis);
    }

    private static void build(ProgressRenderer renderer) {
        renderer.on(new ProgressEvent.Declared(A, at(0), "[1/2] RUN make", List.of()));
        renderer.on(new ProgressEvent.Declared(B, at(0), "[2/2] COPY . .", List.of(A)));
        renderer.on(new ProgressEvent.Started(A, at(0)));
        renderer.on(new ProgressEvent.Started(B, at(0)));
        renderer.on(new ProgressEvent.Log(B, at(5), 1, bytes("other\n")));
        renderer.on(new ProgressEvent.Log(A, at(12), 1, bytes("one\ntw")));
        renderer.on(new ProgressEvent.Log(A, at(1300), 2, bytes("o\r\nlast")));
        renderer.on(new ProgressEvent.Status(B, at(400), "copying", 1500, 3000, true));
        renderer.on(new ProgressEvent.Completed(A, at(2345), false, Optional.empty()));
        renderer.on(new ProgressEvent.Completed(B, at(2400), true, Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plainKeepsToOneStepUntilItIsDone() {
        try (ProgressRenderer renderer =
                new PlainRenderer(terminal(TerminalFacts.NONE), () -> START)) {
            build(renderer);
        }
        assertEquals(
                """
                #1 [1/2] RUN make
                #1 0.012 one
                #1 1.300 two
                #1 2.345 last
                #1 DONE 2.3s

                #2 [2/2] COPY . .
                #2 0.005 other
                #2 copying 1.50kB / 3.00kB done
                #2 CACHED
                """,
                text());
    }

    @Test
    void plainRepeatsTheLastLinesOfAFailedStep() {
        try (ProgressRenderer renderer =
                new PlainRenderer(terminal(TerminalFacts.NONE), () -> START)) {
            renderer.on(new ProgressEvent.Declared(A, at(0), "[1/1] RUN false", List.of()));
            renderer.on(new ProgressEvent.Started(A, at(0)));
            renderer.on(new ProgressEvent.Log(A, at(1), 2, bytes("no\n")));
            renderer.on(new ProgressEvent.Completed(A, at(9), false, Optional.of("exit code: 1")));
        }
        assertEquals(
                """
                #1 [1/1] RUN false
                #1 0.001 no
                #1 ERROR: exit code: 1
                ------
                 > [1/1] RUN false:
                0.001 no
                ------
                """,
                text());
    }

    @Test
    void ttyAlignsTimesAtTheRightEdge() {
        try (ProgressRenderer renderer = new TtyRenderer(terminal(new Screen()), () -> at(3000))) {
            build(renderer);
        }
        String last = text().substring(text().lastIndexOf("[+]"));
        assertEquals(
                """
                [+] Building 0.0s (2/2) FINISHED
                 => [1/2] RUN make                  2.3s
                 => CACHED [2/2] COPY . .           2.4s
                 => => copying 1.50kB / 3.00kB done
                """,
                last.replaceAll("\u001b\\[[?0-9]*[A-Za-z]", ""));
    }

    @Test
    void ttyNeverLeavesTheCursorHidden() {
        try (ProgressRenderer renderer = new TtyRenderer(terminal(new Screen()), () -> START)) {
            build(renderer);
        }
        assertTrue(text().lastIndexOf("\u001b[?25h") > text().lastIndexOf("\u001b[?25l"));
    }

    @Test
    void rawJsonSpeaksAsSolveStatus() {
        try (ProgressRenderer renderer = new RawJsonRenderer(terminal(TerminalFacts.NONE))) {
            renderer.on(new ProgressEvent.Declared(B, at(0), "b", List.of(A)));
            renderer.on(new ProgressEvent.Log(B, at(5), 1, bytes("hi\n")));
            renderer.on(new ProgressEvent.Status(B, at(7), "copying", 1, 2, true));
            renderer.on(new ProgressEvent.Completed(B, at(9), true, Optional.empty()));
        }
        assertEquals(
                """
                {"vertexes":[{"digest":"B","inputs":["A"],"name":"b"}]}
                {"logs":[{"vertex":"B","stream":1,"data":"aGkK","timestamp":"2026-01-02T03:04:05.005Z"}]}
                {"statuses":[{"id":"copying","vertex":"B","total":2,"current":1,"timestamp":"2026-01-02T03:04:05.007Z","started":"2026-01-02T03:04:05.007Z","completed":"2026-01-02T03:04:05.007Z"}]}
                {"vertexes":[{"digest":"B","inputs":["A"],"name":"b","completed":"2026-01-02T03:04:05.009Z","cached":true}]}
                """,
                text().replace(A.toString(), "A").replace(B.toString(), "B"));
    }

    @Test
    void outputCannotSteerTheTerminal() {
        assertEquals("ab", Columns.visible("x\ra\u001b[31mb\u0007"));
        assertEquals("日本", Columns.cut("日本語", 5));
    }

    @Test
    void refusesAModeItDoesNotKnow() {
        Terminal terminal = terminal(TerminalFacts.NONE);
        UsageException error =
                assertThrows(UsageException.class, () -> ProgressRenderer.of("fancy", terminal));
        assertTrue(error.getMessage().contains("not \"fancy\""));
        assertFalse(text().contains("fancy"));
    }
}
