package dev.cooper.trust.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.oci.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.List;

class VerdictTest {
    private static final Verdict VERDICT =
            new Verdict(
                    "shop:1",
                    Check.all(
                            "image",
                            List.of(
                                    Check.all(
                                            "signature",
                                            List.of(
                                                    Check.passed("key", "it is Alice's"),
                                                    Check.failed("digest", "another\nimage"))),
                                    Check.notChecked("notation", "no policy asks for it"))));

    @Test
    void the_tree_has_each_check_with_its_reason_on_one_line() {
        assertEquals(
                """
                shop:1: FAILED
                ├── signature: FAILED
                │   ├── key: PASSED: it is Alice's
                │   └── digest: FAILED: another image
                └── notation: NOT_CHECKED: no policy asks for it
                """,
                VERDICT.text());
    }

    @Test
    void programs_read_the_same() {
        JsonObject json = JsonObject.parse(VERDICT.toJson(), "verdict");
        assertFalse(json.bool("passed"));
        List<JsonObject> parts = json.object("checks").objects("parts");
        assertEquals("not-checked", parts.get(1).string("outcome"));
        assertEquals("another\nimage", parts.get(0).objects("parts").get(1).string("reason"));
    }

    @Test
    void what_was_not_checked_has_not_passed() {
        assertFalse(
                new Verdict("shop:1", Check.all("image", List.of(Check.notChecked("a", "offline"))))
                        .isPassed());
    }
}
