package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

class StepOutputTest {
    private final List<ProgressEvent.Log> logs = new ArrayList<>();
    private final StepOutput output =
            new StepOutput(
                    Digest.sha256(new byte[0]),
                    event -> logs.add((ProgressEvent.Log) event),
                    Clock.systemUTC());

    private String said() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        logs.forEach(log -> all.writeBytes(log.data()));
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyByteIsAnEventHoweverMuchThereIs() throws IOException {
        String line = "0123456789abcdef\n".repeat(1000);
        try (OutputStream out = output.stream(1)) {
            for (int i = 0; i < 200; i++) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertEquals(line.repeat(200), said());
    }

    @Test
    void theEndIsKeptOverBothStreams() throws IOException {
        try (OutputStream out = output.stream(1);
                OutputStream err = output.stream(2)) {
            out.write("a".repeat(40_000).getBytes(StandardCharsets.UTF_8));
            err.write("b".repeat(10_000).getBytes(StandardCharsets.UTF_8));
            out.write('c');
        }
        assertEquals("a".repeat(16_384 - 10_001) + "b".repeat(10_000) + "c", output.lastOutput());
        assertEquals(List.of(1, 2, 1), logs.stream().map(ProgressEvent.Log::stream).toList());
    }

    @Test
    void aBufferThatIsUsedAgainDoesNotChangeWhatWasSaid() throws IOException {
        byte[] buffer = {'x', 'y'};
        try (OutputStream out = output.stream(1)) {
            out.write(buffer, 0, 2);
            buffer[0] = 'z';
            out.write(buffer, 0, 1);
            out.write(buffer, 0, 0);
        }
        assertEquals("xyz", said());
        assertEquals(2, logs.size());
        assertEquals("xyz", output.lastOutput());
    }
}
