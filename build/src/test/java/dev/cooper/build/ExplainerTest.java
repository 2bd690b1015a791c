package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ExplainerTest {
    @TempDir Path directory;

    private static Label label(String instruction) {
        Digest digest = Digest.sha256(instruction.getBytes(StandardCharsets.UTF_8));
        return new Label(digest, "[1/1] " + instruction, "0", instruction, Optional.empty());
    }

    private List<String> explain(Label label, KeyInputs inputs) throws IOException {
        CacheRecords records = new CacheRecords(directory);
        Explainer explainer = new Explainer(records, "/src/Dockerfile");
        explainer.add(Explanation.miss(label, inputs.digest(), inputs));
        records.putInputs(inputs.digest(), inputs.asMap());
        return explainer.reports(List.of(new Vertex.Scratch(label))).getFirst().reasons();
    }

    private List<String> changes(KeyInputs before, KeyInputs now) throws IOException {
        explain(label("RUN make"), before);
        return explain(label("RUN make"), now);
    }

    private static KeyInputs run() {
        return new KeyInputs().with("op", "run");
    }

    @Test
    void theFirstBuildHasNothingToCompareWith() throws IOException {
        assertEquals(List.of("no earlier build had this step"), explain(label("RUN make"), run()));
    }

    @Test
    void changedNewAndMissingInputsAreNamedWithBothSides() throws IOException {
        assertEquals(
                List.of(
                        "variable V changed from \"1\" to \"2\"",
                        "user is new (app)",
                        "script is gone"),
                changes(
                        run().with("variable V", "1").with("script", "sha256:0"),
                        run().with("variable V", "2").with("user", "app")));
    }

    @Test
    void aChangedRootIsToldInWords() throws IOException {
        assertEquals(
                List.of("root changed: the step before it gave another result"),
                changes(run().with("root", "sha256:1"), run().with("root", "sha256:2")));
    }

    @Test
    void filesAreNamedInsteadOfTheDigestOverThem() throws IOException {
        assertEquals(
                List.of("file a changed", "file c is new", "file b is gone"),
                changes(
                        run().with("content", "sha256:1")
                                .detail("file a", "sha256:2")
                                .detail("file b", "sha256:3"),
                        run().with("content", "sha256:4")
                                .detail("file a", "sha256:5")
                                .detail("file c", "sha256:6")));
    }

    @Test
    void theDigestIsToldWhenNoFileExplainsIt() throws IOException {
        assertEquals(
                List.of("content changed"),
                changes(run().with("content", "sha256:1"), run().with("content", "sha256:2")));
    }

    @Test
    void fiveChangesAreShownAndTheOthersCounted() throws IOException {
        KeyInputs now = run();
        for (int i = 0; i < 8; i++) {
            now.with("variable " + i, "x");
        }
        List<String> reasons = changes(run(), now);
        assertEquals(6, reasons.size());
        assertEquals("and 3 more", reasons.getLast());
    }

    @Test
    void aStepWithAnotherTextIsComparedWithTheOneInItsPlace() throws IOException {
        explain(label("RUN make"), run().with("command", "make"));
        assertEquals(
                List.of("command changed from \"make\" to \"make all\""),
                explain(label("RUN make all"), run().with("command", "make all")));
    }

    @Test
    void theSameInputsWithoutAHitMeanThatTheResultIsGone() throws IOException {
        assertEquals(List.of("the cached result was removed"), changes(run(), run()));
    }

    @Test
    void hitsAndForcedStepsSayWhy() throws IOException {
        Explainer explainer = new Explainer(new CacheRecords(directory), "f");
        Label hit = label("RUN a");
        Label forced = label("RUN b");
        explainer.add(Explanation.hit(hit, run().digest(), "same definition"));
        explainer.add(Explanation.forced(forced, run().digest(), run()));
        assertEquals(
                List.of(
                        new CacheReport("[1/1] RUN a", true, List.of("same definition")),
                        new CacheReport("[1/1] RUN b", false, List.of("asked for by --no-cache"))),
                explainer.reports(List.of(new Vertex.Scratch(hit), new Vertex.Scratch(forced))));
    }
}
