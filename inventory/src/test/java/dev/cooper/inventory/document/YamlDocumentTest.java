package dev.cooper.inventory.document;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class YamlDocumentTest {
    @ParameterizedTest
    @ValueSource(strings = {"!%20 a", "!%4", "!unknown a", "a: !!int 1"})
    void tagsThatNobodyKnowsAreRefusedWithAReason(String yaml) {
        byte[] file = yaml.getBytes(StandardCharsets.UTF_8);
        SyntaxException refused =
                assertThrows(SyntaxException.class, () -> YamlDocument.parse(file));
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.startsWith("it is no YAML"), said);
    }
}
