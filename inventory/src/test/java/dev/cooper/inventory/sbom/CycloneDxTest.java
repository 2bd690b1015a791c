package dev.cooper.inventory.sbom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Json;

import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class CycloneDxTest {
    @TempDir Path cache;

    private byte[] document = new byte[0];

    @BeforeEach
    void write() throws Exception {
        document = Json.write(new CycloneDx(Example.sbom(Example.inventory(cache))).json());
    }

    @Test
    void theOfficialSchemaAcceptsIt() throws IOException, ParseException {
        JsonParser parser = new JsonParser();
        assertEquals(List.of(), parser.validate(document, Version.VERSION_16));
        Bom bom = parser.parse(document);
        assertEquals("shop:1", bom.getMetadata().getComponent().getName());
        assertEquals("debian", bom.getComponents().getFirst().getName());
        assertEquals("12.5", bom.getComponents().getFirst().getVersion());
    }

    @Test
    void packagesReferToWhatTheyNeed() throws ParseException {
        Bom bom = new JsonParser().parse(document);
        Map<String, String> names =
                bom.getComponents().stream()
                        .collect(
                                Collectors.toMap(
                                        Component::getBomRef,
                                        each -> each.getName() + " " + each.getVersion()));
        Map<String, List<String>> needs =
                bom.getDependencies().stream()
                        .filter(each -> names.containsKey(each.getRef()))
                        .collect(
                                Collectors.toMap(
                                        each -> names.getOrDefault(each.getRef(), ""),
                                        each -> needed(each, names)));
        assertEquals(
                List.of("cdebconf 0.270", "libc6 1:2.36-9+b1"),
                needs.get("libssl3 3.0.11-1~deb12u2"));
        assertEquals(List.of("b 2.0.0"), needs.get("@scope/a 1.0.0"));
        assertEquals(List.of("click 8.0"), needs.get("Flask_Login 1.0"));
        assertEquals(List.of("log 2.14.1"), needs.get("shop 1.0"));
    }

    private static List<String> needed(Dependency each, Map<String, String> names) {
        return each.getDependencies() == null
                ? List.of()
                : each.getDependencies().stream()
                        .map(other -> names.getOrDefault(other.getRef(), "?"))
                        .sorted()
                        .toList();
    }

    @Test
    void theSameInventoryIsTheSameDocument() throws Exception {
        byte[] again = Json.write(new CycloneDx(Example.sbom(Example.inventory(cache))).json());
        assertEquals(new String(document, "UTF-8"), new String(again, "UTF-8"));
    }
}
