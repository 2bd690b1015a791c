package dev.cooper.oci;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The target of coverage-guided fuzzing: whatever the bytes are, reading them as a manifest, an
 * index, a config, a reference or a platform ends with a value or a {@link SyntaxException}, and a
 * value that is written is read again as the same value.
 */
public final class DocumentsFuzz {
    private DocumentsFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        check(input, Json::parse, Json::write);
        check(input, ImageManifest::parse, ImageManifest::toJson);
        check(input, ImageIndex::parse, ImageIndex::toJson);
        check(input, ImageConfig::parse, ImageConfig::toJson);
        check(
                input,
                bytes -> Reference.parse(text),
                reference -> reference.familiar().getBytes(StandardCharsets.UTF_8),
                bytes -> Reference.parse(new String(bytes, StandardCharsets.UTF_8)));
        check(
                input,
                bytes -> Platform.parse(text),
                platform -> platform.toString().getBytes(StandardCharsets.UTF_8),
                bytes -> Platform.parse(new String(bytes, StandardCharsets.UTF_8)));
        if (!Arrays.equals(input, FileName.encode(FileName.decode(input)))) {
            throw new AssertionError("file name changed");
        }
    }

    private static <T> void check(
            byte[] input, Function<byte[], T> reader, Function<T, byte[]> writer) {
        check(input, reader, writer, reader);
    }

    private static <T> void check(
            byte[] input,
            Function<byte[], T> reader,
            Function<T, byte[]> writer,
            Function<byte[], T> again) {
        T value;
        try {
            value = reader.apply(input);
        } catch (SyntaxException e) {
            return;
        }
        T second = again.apply(writer.apply(value));
        if (value == null ? second != null : !value.equals(second)) {
            throw new AssertionError("want " + value + ", got " + second);
        }
    }
}
