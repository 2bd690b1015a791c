package dev.cooper.scan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.match.BaseImage;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class LayerNoteTest {
    private static Report report(String origin, Optional<BaseImage> base) {
        Report report = Samples.report();
        Metadata all = report.metadata();
        Metadata metadata =
                new Metadata(
                        all.size(),
                        all.distribution(),
                        all.system(),
                        all.imageId(),
                        all.tags(),
                        all.digests(),
                        all.reference(),
                        all.config(),
                        List.of(new LayerDetail(1, "", Samples.DIFF_ID, "RUN make", origin)),
                        Map.of(),
                        base);
        return new Report(
                report.id(), report.createdAt(), report.artifact(), metadata, report.results());
    }

    private static Optional<BaseImage> base(String name) {
        return Optional.of(new BaseImage(name, "", 1, 1, BaseImage.Source.BUILD));
    }

    private static String table(Report report) {
        return new TableReport(
                        List.of(Scanner.VULNERABILITY),
                        List.of(Severity.values()),
                        false,
                        true,
                        false,
                        false,
                        TextStyle.PLAIN)
                .write(report);
    }

    @Test
    void tablesTellWhoseLayersTheFindingsAreIn() {
        String text = table(report("Dockerfile:12", base("debian:12")));
        assertTrue(text.contains(" in layers of the base image debian:12, 0 in layers"), text);
        assertTrue(text.contains("Brought by Dockerfile:12 ("), text);
    }

    @Test
    void sarifTellsWhereALayerComesFrom() {
        String text = new SarifReport("1.0").write(report("Dockerfile:12", base("debian:12")));
        assertTrue(
                text.contains("\\nLayer: Dockerfile:12, RUN make, of the base image debian:12\""),
                text);
        assertTrue(text.contains("\"layerOrigin\": \"Dockerfile:12\""), text);
        assertTrue(text.contains("\"inBaseImage\": true"), text);
    }

    @Test
    void aGuessWithoutANameIsNotToldHere() {
        Report guessed = report("", base(""));
        assertEquals(table(report("", Optional.empty())), table(guessed));
        assertFalse(new SarifReport("1.0").write(guessed).contains("Layer: "));
    }
}
