package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The target of coverage-guided fuzzing of documents: the first byte tells in which form the rest
 * is read, and whatever that is, it is a document or refused with a reason.
 */
public final class DocumentFuzz {
    private static final List<Function<byte[], Object>> FORMS =
            List.of(
                    JsonDocument::parse,
                    TomlDocument::parse,
                    XmlDocument::parse,
                    YamlDocument::parse);

    private DocumentFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Function<byte[], Object> form = FORMS.get(Math.floorMod(input[0] - '0', FORMS.size()));
        try {
            form.apply(Arrays.copyOfRange(input, 1, input.length));
        } catch (SyntaxException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a reason", e);
            }
        }
    }
}
