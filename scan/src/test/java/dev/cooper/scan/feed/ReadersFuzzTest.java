package dev.cooper.scan.feed;

import dev.cooper.scan.advisory.ChunksFuzz;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Short, blind runs of the fuzz targets of this package over mutations of their seeds. */
class ReadersFuzzTest {
    private static final String TOKENS = "{}[]\",:0123456789-/ \n~^<>=|\0\u007f";

    private interface Target {
        void read(byte[] input) throws IOException;
    }

    private static List<byte[]> seeds(String name) throws IOException, URISyntaxException {
        Path place = Path.of(ReadersFuzzTest.class.getResource("/fuzz/" + name).toURI());
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }

    private static void mutate(String name, int times, Target target)
            throws IOException, URISyntaxException {
        Random random = new Random(Long.getLong("tests.seed", 20261122L));
        List<byte[]> seeds = seeds(name);
        for (byte[] seed : seeds) {
            target.read(seed);
        }
        for (int i = 0; i < times; i++) {
            byte[] input = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(6); n > 0; n--) {
                input[random.nextInt(input.length)] =
                        (byte)
                                (random.nextBoolean()
                                        ? random.nextInt()
                                        : TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(input.length) : input.length;
            target.read(Arrays.copyOf(input, length));
        }
    }

    @Test
    void mutatedFeedsAreReadOrRefusedInASentence() throws Exception {
        mutate("feeds", 2_000, FeedsFuzz::fuzzerTestOneInput);
    }

    @Test
    void mutatedDatabasesOfTrivysAreReadOrRefusedInASentence() throws Exception {
        mutate("trivy-db", 2_000, TrivyDatabaseFuzz::fuzzerTestOneInput);
    }

    @Test
    void mutatedDatabasesOfGrypesAreReadOrRefusedInASentence() throws Exception {
        mutate("grype-db", 300, GrypeDatabaseFuzz::fuzzerTestOneInput);
    }

    @Test
    void mutatedArchivesAreReadOrRefusedInASentence() throws Exception {
        mutate("database-archive", 300, DatabaseArchiveFuzz::fuzzerTestOneInput);
    }

    @Test
    void mutatedChunksAreReadOrDamaged() throws Exception {
        mutate("chunks", 2_000, ChunksFuzz::fuzzerTestOneInput);
    }
}
