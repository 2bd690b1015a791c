package dev.cooper.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ResolverTest {
    private final PackageIndex index = new PackageIndex();

    @Test
    void takesWhatIsChosenAnywayBeforeTheFirstAlternative() throws IOException {
        add("root", "1", "Depends: first | second, other");
        add("first", "1", "");
        add("second", "1", "");
        add("other", "1", "Depends: second");
        assertEquals(List.of("other", "root", "second"), names("root"));
    }

    @Test
    void passesOverAnAlternativeThatConflicts() throws IOException {
        add("root", "1", "Depends: first | second");
        add("first", "1", "Breaks: root (<< 2)");
        add("second", "1", "");
        assertEquals(List.of("root", "second"), names("root"));
    }

    @Test
    void meetsAVersionByAVersionedProvisionOnly() throws IOException {
        add("root", "1", "Depends: virtual (>= 2)");
        add("plain", "9", "Provides: virtual");
        add("old", "9", "Provides: virtual (= 1)");
        assertThrows(SyntaxException.class, () -> names("root"));
        add("new", "1", "Provides: virtual (= 2)");
        assertEquals(List.of("new", "root"), names("root"));
    }

    @Test
    void followsCyclesOnceAndPrefersTheMostBasicProvider() throws IOException {
        add("root", "1", "Pre-Depends: ring, mail");
        add("ring", "1", "Depends: root");
        add("aaa", "1", "Priority: optional\nProvides: mail");
        add("zzz", "1", "Priority: important\nProvides: mail");
        assertEquals(List.of("ring", "root", "zzz"), names("root"));
    }

    @Test
    void takesTheNewestVersionOfAllSuites() throws IOException {
        add("tool", "1.0-1", "");
        add("tool", "1.0-1+deb12u2", "");
        add("tool", "1.0-1+deb12u1", "");
        assertEquals("1.0-1+deb12u2", index.named("tool").version());
        assertEquals("1.0-1", index.named("tool=1.0-1").version());
    }

    @Test
    void tellsTheWayToWhatIsMissing() throws IOException {
        add("root", "1", "Depends: middle");
        add("middle", "2", "Depends: nowhere (>= 3)");
        SyntaxException thrown = assertThrows(SyntaxException.class, () -> names("root"));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("middle 2 needs nowhere (>= 3)"), message);
        assertTrue(message.contains("middle ← root"), message);
    }

    private List<String> names(String root) {
        return Resolver.closure(List.of(index.named(root)), index, Resolver.Edges.ALL).stream()
                .map(DebPackage::name)
                .toList();
    }

    private void add(String name, String version, String fields) throws IOException {
        String stanza =
                "Package: %s\nVersion: %s\nArchitecture: amd64\nFilename: pool/x.deb\nSize: 1\nSHA256: %s\n%s\n\n"
                        .formatted(name, version, "0".repeat(64), fields)
                        .replace("\n\n\n", "\n\n");
        index.add(
                new ByteArrayInputStream(stanza.getBytes(StandardCharsets.UTF_8)),
                "test",
                "http://mirror.example.org/debian");
    }
}
