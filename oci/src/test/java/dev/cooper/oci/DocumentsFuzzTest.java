package dev.cooper.oci;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A short, blind run of the fuzz target over mutations of good documents, and what it found. */
class DocumentsFuzzTest {
    private static final String TOKENS = "{}[]\",:0-9.eE+\\u \n\u0000nulltruefalse";

    @Test
    void mutatedDocumentsNeverDoWorseThanASyntaxException() throws IOException {
        Random random = new Random(Long.getLong("tests.seed", 20261121L));
        byte[] config;
        try (InputStream in = DocumentsFuzzTest.class.getResourceAsStream("docker-config.json")) {
            config = in == null ? new byte[0] : in.readAllBytes();
        }
        Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, new byte[1]);
        List<byte[]> seeds =
                List.of(
                        config,
                        ImageManifest.of(blob, List.of(blob, blob)).toJson(),
                        ImageIndex.of(List.of(blob.withPlatform(Platform.parse("linux/arm"))))
                                .toJson(),
                        "localhost:5000/a/b:c@sha256:".getBytes(StandardCharsets.UTF_8),
                        "linux/arm/v7".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 2500; i++) {
            byte[] input = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                input[random.nextInt(input.length)] =
                        (byte)
                                (random.nextBoolean()
                                        ? random.nextInt()
                                        : TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            DocumentsFuzz.fuzzerTestOneInput(
                    random.nextInt(8) == 0
                            ? Arrays.copyOf(input, random.nextInt(input.length) + 1)
                            : input);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0",
                "-0.0",
                "1e-999",
                "[1E400]",
                "\"\\ud83d\\ude00\\ud83d\"",
                "{\"created\":\"0000-01-01T00:00:00Z\"}",
                "{\"created\":\"9999-12-31T23:59:59-23:59\"}",
                "{\"config\":{\"Healthcheck\":{\"Retries\":-1}}}",
                "{\"variant\":\"\",\"os\":\"\",\"architecture\":\"\"}",
                "linux/arm64/v8"
            })
    void inputsThatMatterStayFine(String input) {
        DocumentsFuzz.fuzzerTestOneInput(input.getBytes(StandardCharsets.UTF_8));
    }
}
