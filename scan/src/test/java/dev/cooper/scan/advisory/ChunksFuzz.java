package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedReader;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The target of fuzzing: whatever the bytes of a chunk or of an index document are, reading them
 * ends with what they say or with one of the exceptions that a database makes a sentence of.
 */
public final class ChunksFuzz {
    private static final List<Function<ByteBuffer, Object>> DECODERS =
            List.of(
                    AdvisoryCodec::read,
                    VulnerabilityCodec::read,
                    VulnerabilityCodec::time,
                    VulnerabilityCodec::epss,
                    EndOfLife::read,
                    bytes -> new PackedReader(bytes).texts());

    private ChunksFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            DatabaseState.parse(input, "index.json");
        } catch (SyntaxException e) {
            // no index
        }
        for (Function<ByteBuffer, Object> decoder : DECODERS) {
            guarded(() -> decoder.apply(ByteBuffer.wrap(input)));
        }
        try {
            SortedFile file = SortedFile.of(Path.of("chunk"), ByteBuffer.wrap(input));
            int most = Math.min(file.size(), 1_000);
            for (int i = 0; i < most; i++) {
                int number = i;
                guarded(() -> Optional.ofNullable(file.find(file.keyAt(number))));
                DECODERS.forEach(each -> guarded(() -> each.apply(file.valueAt(number))));
            }
        } catch (IOException e) {
            // no chunk
        }
    }

    private static void guarded(Supplier<Object> reading) {
        try {
            if (reading.get() == null) {
                throw new AssertionError("neither read nor damaged");
            }
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            // damaged
        }
    }
}
