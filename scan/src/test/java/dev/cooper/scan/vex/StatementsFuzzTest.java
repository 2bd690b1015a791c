package dev.cooper.scan.vex;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A short, blind run of the fuzz target over mutations of good files. */
class StatementsFuzzTest {
    private static final String TOKENS = "{}[]\",:#-@/\n pkg:npm/a@1?b=c%2Bexp:2026-01-01";

    private static final List<String> SEEDS =
            List.of(
                    "CVE-2024-1 exp:2026-01-01 # why\n# comment\nDS-0002\n",
                    """
                    vulnerabilities:
                      - id: CVE-2024-1
                        purls: ["pkg:npm/ws@7.5.9"]
                        paths: ["a/**"]
                        expired_at: 2030-01-01
                        statement: why
                    """,
                    """
                    {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "a",
                     "timestamp": "2026-01-01T00:00:00Z", "statements": [
                      {"vulnerability": {"name": "CVE-1"}, "status": "not_affected",
                       "products": [{"@id": "pkg:oci/a", "subcomponents": [{"@id": "pkg:npm/b"}]}]}]}
                    """,
                    """
                    {"bomFormat": "CycloneDX", "components": [{"bom-ref": "a", "purl": "pkg:npm/a"}],
                     "vulnerabilities": [{"id": "CVE-1", "analysis": {"state": "in_triage"},
                      "affects": [{"ref": "urn:cdx:a/1#pkg:npm/a%2Bb"}]}]}
                    """,
                    """
                    {"document": {"csaf_version": "2.0"}, "product_tree": {"branches": [
                      {"product": {"product_id": "A", "product_identification_helper":
                        {"purl": "pkg:npm/a"}}}]},
                     "vulnerabilities": [{"cve": "CVE-1", "product_status": {"fixed": ["A"]}}]}
                    """);

    @Test
    void mutatedFilesNeverDoWorseThanASyntaxException() {
        Random random = new Random(Long.getLong("tests.seed", 20261122L));
        for (int i = 0; i < 3000; i++) {
            byte[] input = SEEDS.get(i % SEEDS.size()).getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(5); n >= 0; n--) {
                input[random.nextInt(input.length)] =
                        (byte)
                                (random.nextInt(4) == 0
                                        ? random.nextInt()
                                        : TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            StatementsFuzz.fuzzerTestOneInput(
                    random.nextInt(8) == 0
                            ? Arrays.copyOf(input, random.nextInt(input.length) + 1)
                            : input);
        }
    }
}
