package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Request.Use;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AdmissionRecordTest {
    @TempDir Path directory;

    private void add(AdmissionRecord record, byte[] review) throws IOException {
        record.add(
                new AdmissionLog.Entry(
                        Instant.parse("2026-11-22T12:00:00Z"),
                        "validate",
                        AdmissionReview.parse(review),
                        AdmissionResponse.allowed("allow"),
                        Duration.ofMillis(3)));
    }

    @Test
    void what_was_asked_can_be_asked_again_and_changed_answers_are_seen() throws Exception {
        Path file = directory.resolve("asked.jsonl");
        try (AdmissionRecord record = AdmissionRecord.open(file)) {
            add(record, Reviews.pod("CREATE", "shop:1", null));
            add(record, Reviews.pod("CREATE", "bad:1", null));
            add(record, Reviews.recorded("04_cronjob"));
        }
        ImageJudge newPolicy =
                new ImageJudge() {
                    @Override
                    public Judgement judge(
                            AdmissionReview review, String image, Use use, boolean before) {
                        Decision no =
                                new Decision(
                                        Outcome.DENY,
                                        List.of(new Reason("p", "r", "it is bad", "")));
                        return new Judgement(
                                image.startsWith("bad") ? no : Decision.ALLOWED, Optional.empty());
                    }

                    @Override
                    public boolean failsOpen() {
                        return false;
                    }
                };
        List<Replay.Outcome> outcomes =
                new Replay(new Admission(newPolicy, AdmissionOptions.usual()))
                        .all(AdmissionRecord.read(file));
        assertEquals(
                List.of(false, true, false),
                outcomes.stream().map(Replay.Outcome::isChanged).toList());
        assertEquals(
                "pod shop/web: image bad:1 is refused by policy:\np/r: it is bad",
                outcomes.get(1).now().message());
    }

    @Test
    void secrets_are_not_kept_and_nobody_else_reads_the_file() throws Exception {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put(
                "containers",
                List.of(
                        Map.of(
                                "name", "web",
                                "image", "shop:1",
                                "env", List.of(Map.of("name", "PASSWORD", "value", "hunter2")))));
        Map<String, Object> object =
                new LinkedHashMap<>(Reviews.object("Pod", new LinkedHashMap<>(spec)));
        object.put(
                "metadata",
                Map.of(
                        "annotations",
                        Map.of("kubectl.kubernetes.io/last-applied-configuration", "hunter2")));
        Path file = directory.resolve("asked.jsonl");
        try (AdmissionRecord record = AdmissionRecord.open(file)) {
            add(record, Reviews.of("CREATE", "", "Pod", new LinkedHashMap<>(object), null));
        }
        String kept = Files.readString(file);
        assertFalse(kept.contains("hunter2"), kept);
        assertTrue(kept.contains("PASSWORD"), kept);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_damaged_line_is_named_by_its_number() throws Exception {
        Path file = directory.resolve("asked.jsonl");
        Files.writeString(file, "{\"review\":{}}\n");
        SyntaxException refused =
                assertThrows(SyntaxException.class, () -> AdmissionRecord.read(file));
        assertTrue(String.valueOf(refused.getMessage()).contains("asked.jsonl:1: "));
    }
}
