package dev.cooper.policy.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class YamlNodeTest {
    private static List<YamlNode> read(String yaml) {
        return YamlNode.documents("a.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTagOfASpaceIsRefusedWithTheFile() {
        SyntaxException refused = assertThrows(SyntaxException.class, () -> read("a: !%20 b"));
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.startsWith("a.yaml: "), said);
    }

    @Test
    void whatIsWrongInADocumentIsNamedWithItsPlace() {
        List<YamlNode> two = read("a: 1\n---\n---\nb: 2\n");
        assertEquals(2, two.size(), "what is empty is no document");
        SyntaxException refused =
                assertThrows(SyntaxException.class, () -> read("a: 1\n---\nb: 1\nb: 2\n"));
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.startsWith("a.yaml:4:1"), said);
    }
}
