package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Feeds mutated files to the parsers. A failure names its seed; {@code -Dtests.seed=} repeats it,
 * {@code -Dtests.rounds=} sets how many inputs are tried.
 */
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 2_000);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    /** Longer files of the corpus are tests by themselves and would only slow this one. */
    private static final int LONG = 5_000;

    /** What the language is made of; random bytes alone would not get far. */
    private static final List<String> PIECES =
            List.of(
                    "FROM a AS b\n",
                    "RUN ",
                    "COPY ",
                    "ADD ",
                    "ENV ",
                    "ARG ",
                    "LABEL ",
                    "CMD ",
                    "EXPOSE ",
                    "ONBUILD ",
                    "HEALTHCHECK ",
                    "SHELL ",
                    "VOLUME ",
                    "WORKDIR ",
                    "\n",
                    "\\\n",
                    "\\",
                    "`",
                    " ",
                    "\t",
                    "\r\n",
                    "#",
                    "# escape=`\n",
                    "# check=skip=all\n",
                    "<<E",
                    "<<-",
                    "<<'E'",
                    "\nE\n",
                    "E",
                    "\"",
                    "'",
                    "$",
                    "${",
                    "}",
                    "${a:-",
                    "${a#",
                    "${a%%",
                    "${b//",
                    "/",
                    "*",
                    "?",
                    "[",
                    "]",
                    "[\"a\",",
                    "--mount=",
                    "type=cache,",
                    "target=/x,",
                    "--from=",
                    "--link",
                    "=",
                    ",",
                    ":",
                    "--",
                    "-",
                    "((",
                    "))",
                    "!",
                    "**",
                    "**/",
                    "\u00e9",
                    "\uD83D\uDE00",
                    "\0",
                    "0",
                    "9999999999");

    private static List<byte[]> corpus() throws IOException {
        try (Stream<Path> files = Files.walk(resources())) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(FuzzTest::read)
                    .filter(content -> content.length < LONG)
                    .toList();
        }
    }

    static Path resources() {
        return Path.of("src/test/resources");
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void survivesMutatedInput() throws IOException {
        List<byte[]> corpus = corpus();
        assertFalse(corpus.isEmpty());
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            byte[] input = corpus.get(random.nextInt(corpus.size()));
            for (int i = random.nextInt(12); i >= 0; i--) {
                input = mutate(input, corpus, random);
            }
            feed(input, seed);
        }
    }

    private static void feed(byte[] input, long seed) {
        try {
            DockerfileFuzzer.fuzzerTestOneInput(input);
            IgnoreFileFuzzer.fuzzerTestOneInput(input);
        } catch (RuntimeException | Error e) {
            String text = new String(input, StandardCharsets.UTF_8);
            fail("-Dtests.seed=" + seed + " -Dtests.rounds=1 gives\n" + text, e);
        }
    }

    private static byte[] mutate(byte[] input, List<byte[]> corpus, Random random) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(random.nextInt(1 + random.nextInt(40)), input.length - at);
        byte[] middle =
                switch (random.nextInt(5)) {
                    case 0 -> new byte[] {(byte) random.nextInt(256)};
                    case 1 -> slice(corpus.get(random.nextInt(corpus.size())), random);
                    case 2 -> slice(input, random);
                    default ->
                            PIECES.get(random.nextInt(PIECES.size()))
                                    .getBytes(StandardCharsets.UTF_8);
                };
        byte[] out = new byte[at + middle.length + input.length - at - length];
        System.arraycopy(input, 0, out, 0, at);
        System.arraycopy(middle, 0, out, at, middle.length);
        System.arraycopy(input, at + length, out, at + middle.length, input.length - at - length);
        return out;
    }

    private static byte[] slice(byte[] input, Random random) {
        if (input.length == 0) {
            return input;
        }
        int from = random.nextInt(input.length);
        return java.util.Arrays.copyOfRange(
                input, from, Math.min(input.length, from + 1 + random.nextInt(60)));
    }
}
