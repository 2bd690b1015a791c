package dev.cooper.scan.secret;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class FoldedLettersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1c80",
                "(?si)a[\\x{80}-\\x{10ffff}]",
                "a(?i:[\u00ff-\uffff])",
                "(?i)[^\\x{1c88}]",
                "(?i)[0-\ufffd]",
            })
    void expressionsThatWouldNeverBeReadyAreRefused(String expression) {
        SyntaxException refused =
                assertThrows(
                        SyntaxException.class, () -> Expression.checked(expression, "rules.toml"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("rules.toml: an expression"));
    }

    @Test
    void otherExpressionsAreTaken() {
        for (String expression :
                List.of(
                        "(?i)[^\\x00-\\x7f]",
                        "(?i)[\\x{4e00}-\\x{9fff}]",
                        "[\\x{80}-\\x{10ffff}]",
                        "\u1c80",
                        "(?i)[a-z0-9_-]{16,40}\u20ac",
                        "(?i)\\x{zz|a",
                        "(?i)[\u00e0-\u00ff]")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> {
                        if (!expression.contains("zz")) {
                            assertDoesNotThrow(() -> Expression.checked(expression, "rules.toml"));
                        } else {
                            assertThrows(
                                    SyntaxException.class,
                                    () -> Expression.checked(expression, "rules.toml"));
                        }
                    });
        }
    }
}
