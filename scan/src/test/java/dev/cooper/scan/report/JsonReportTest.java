package dev.cooper.scan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.testkit.Checkout;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JsonReportTest {
    private static final Path GOLDEN = Checkout.root().resolve("scan/src/test/resources/report");

    /** Compares with a kept file; -Dgolden.update=true rewrites it. */
    static void assertIsAsKept(String file, String text) throws IOException {
        Path kept = GOLDEN.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(kept, text);
        }
        assertEquals(Files.readString(kept), text);
    }

    @Test
    void everythingIsWrittenWithTheFieldsOfSchema2() throws IOException {
        assertIsAsKept("all.json", new JsonReport("1.0", true, true).write(Samples.report()));
    }

    @Test
    void packagesAndSuppressedFindingsAreLeftOutUnlessWanted() {
        String json = new JsonReport("1.0", false, false).write(Samples.report());
        assertFalse(json.contains("\"Packages\""), json);
        assertFalse(json.contains("ExperimentalModifiedFindings"), json);
    }
}
