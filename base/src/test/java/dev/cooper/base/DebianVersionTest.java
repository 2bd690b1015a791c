package dev.cooper.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

class DebianVersionTest {
    private static final List<String> ASCENDING =
            List.of(
                    "1.0~~",
                    "1.0~~a",
                    "1.0~",
                    "1.0~rc1",
                    "1.0",
                    "1.0-0",
                    "1.0-1~bpo1",
                    "1.0-1",
                    "1.0-1+b1",
                    "1.0-1+deb12u1",
                    "1.0a",
                    "1.0+dfsg",
                    "1.0.1",
                    "1.2",
                    "1.10",
                    "2",
                    "10",
                    "0:11",
                    "1:0",
                    "1:0.1-1",
                    "2:0");

    @Test
    void ordersAsPolicySays() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                int order = DebianVersion.compare(ASCENDING.get(i), ASCENDING.get(j));
                String pair = ASCENDING.get(i) + " and " + ASCENDING.get(j);
                boolean alike = ASCENDING.get(i).equals("1.0") && ASCENDING.get(j).equals("1.0-0");
                boolean reverse =
                        ASCENDING.get(j).equals("1.0") && ASCENDING.get(i).equals("1.0-0");
                int want = alike || reverse ? 0 : Integer.compare(i, j);
                assertEquals(want, Integer.signum(order), pair);
            }
        }
    }

    @Test
    void agreesWithDpkgOnRandomPairs() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")), "not run: needs dpkg");
        long seed = Long.getLong("tests.seed", 20260102L);
        Random random = new Random(seed);
        StringBuilder script = new StringBuilder();
        StringBuilder want = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            String a = version(random);
            String b = random.nextInt(4) == 0 ? a + "+b1" : version(random);
            script.append(
                    "dpkg --compare-versions '" + a + "' lt '" + b + "' && printf 1 || printf 0\n");
            want.append(DebianVersion.compare(a, b) < 0 ? '1' : '0');
        }
        Process process = new ProcessBuilder("sh", "-s").redirectErrorStream(true).start();
        process.getOutputStream().write(script.toString().getBytes());
        process.getOutputStream().close();
        assertEquals(
                want.toString(),
                new String(process.getInputStream().readAllBytes()),
                "seed " + seed);
    }

    private static String version(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(5) == 0) {
            text.append(random.nextInt(3)).append(':');
        }
        text.append(random.nextInt(12));
        String alphabet = "0129.~+abZ";
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        if (random.nextBoolean()) {
            text.append('-').append(random.nextInt(3));
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return text.toString();
    }
}
