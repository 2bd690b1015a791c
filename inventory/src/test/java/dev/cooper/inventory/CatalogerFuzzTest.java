package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A short, blind run of the fuzz target over mutations of good files, and what it found. */
class CatalogerFuzzTest {
    private static final Path SEEDS = Path.of("src/test/resources/fuzz");
    private static final String TOKENS = "{}[]()<>\",:;=#$%\\/@*&!|- \n\u0000019azAZ.~^";

    @Test
    void mutatedFilesNeverDoWorseThanADamagedFile() throws IOException {
        Random random = new Random(Long.getLong("tests.seed", 20261122L));
        int paths = 0;
        for (String line : Files.readAllLines(SEEDS.resolve("inventory-paths.txt"))) {
            Path seed = SEEDS.resolve("inventory-" + line.split(" ", 2)[0]).resolve("seed");
            if (line.startsWith("#") || !Files.exists(seed)) {
                continue;
            }
            paths++;
            String path = line.split(" ", 2)[1];
            byte[] good = Files.readAllBytes(seed);
            assertTrue(CatalogerFuzz.read(path, good) > 0, path);
            for (int i = 0; i < 150; i++) {
                CatalogerFuzz.read(path, mutated(good, random));
            }
        }
        assertTrue(paths > 30, paths + " paths");
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] input = good.clone();
        for (int n = random.nextInt(6); n >= 0; n--) {
            input[random.nextInt(input.length)] =
                    (byte)
                            (random.nextBoolean()
                                    ? random.nextInt()
                                    : TOKENS.charAt(random.nextInt(TOKENS.length())));
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(input, random.nextInt(input.length)) : input;
    }

    @ParameterizedTest
    @CsvSource({
        "yarn.lock,''",
        "pubspec.lock,'a: &a [*a, *a]'",
        "Podfile.lock,'PODS: !x [a]'",
        "go.mod,'require ( ) v1'",
        "Package.resolved,'{}'",
        "Cargo.lock,'[\"\\ \"]= ['"
    })
    void inputsThatMatterStayFine(String path, String input) throws IOException {
        assertTrue(CatalogerFuzz.read(path, input.getBytes(StandardCharsets.UTF_8)) > 0);
    }
}
