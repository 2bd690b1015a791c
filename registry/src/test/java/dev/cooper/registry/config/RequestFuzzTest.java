package dev.cooper.registry.config;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Feeds pieces in any order to the parsers of requests and configurations. A failure names its
 * seed; {@code -Dtests.seed=} repeats it, {@code -Dtests.rounds=} sets how many inputs are tried.
 */
class RequestFuzzTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 5_000);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "team",
                    "/",
                    "//",
                    "..",
                    ".",
                    "-",
                    "_",
                    "__",
                    "%2e",
                    "\0",
                    "\u00e9",
                    "*",
                    "**",
                    ":",
                    ",",
                    "pull",
                    "push",
                    "delete",
                    "repository",
                    "/tags/list",
                    "/manifests/",
                    "/blobs/",
                    "/blobs/uploads/",
                    "/referrers/",
                    "_catalog",
                    "sha256:",
                    "0",
                    "9",
                    "99999999999999999999",
                    "-1",
                    "0-",
                    "bytes=",
                    "bytes ",
                    " ",
                    "\n",
                    "\t",
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "'",
                    "&x ",
                    "*x ",
                    "<<: ",
                    "- ",
                    ": ",
                    "http",
                    "tls",
                    "minimumtls",
                    "addr",
                    "auth",
                    "token",
                    "htpasswd",
                    "cooper",
                    "limits",
                    "blobsize",
                    "GiB",
                    "h",
                    "s",
                    "YTpi",
                    "=",
                    "\ufeff",
                    "\ud83d\ude00");

    @Test
    void anyTextIsTakenOrRefusedInASentence() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int j = 0; j < length; j++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            try {
                RequestFuzz.fuzzerTestOneInput(text.toString().getBytes(StandardCharsets.UTF_8));
            } catch (RuntimeException e) {
                fail("-Dtests.seed=" + SEED + " round " + i + ": \"" + text + "\"", e);
            }
        }
    }
}
