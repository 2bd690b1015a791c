package dev.cooper.build;

import dev.cooper.oci.Digest;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;

/** Turns what a step prints into events, whole, and keeps its end for the error message. */
final class StepOutput {
    private static final int TAIL = 16 << 10;

    private final Digest vertex;
    private final Progress progress;
    private final Clock clock;
    private final byte[] tail = new byte[TAIL];
    private long written;

    StepOutput(Digest vertex, Progress progress, Clock clock) {
        this.vertex = vertex;
        this.progress = progress;
        this.clock = clock;
    }

    /** The stream for standard output (1) or standard error (2). */
    OutputStream stream(int number) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (length > 0) {
                    byte[] data = Arrays.copyOfRange(bytes, offset, offset + length);
                    keep(data);
                    progress.on(new ProgressEvent.Log(vertex, clock.instant(), number, data));
                }
            }
        };
    }

    private synchronized void keep(byte[] data) {
        for (int i = Math.max(0, data.length - TAIL); i < data.length; i++) {
            tail[(int) ((written + i) % TAIL)] = data[i];
        }
        written += data.length;
    }

    /** The end of what was printed. */
    synchronized String lastOutput() {
        int length = (int) Math.min(written, TAIL);
        byte[] end = new byte[length];
        for (int i = 0; i < length; i++) {
            end[i] = tail[(int) ((written - length + i) % TAIL)];
        }
        return new String(end, StandardCharsets.UTF_8);
    }
}
