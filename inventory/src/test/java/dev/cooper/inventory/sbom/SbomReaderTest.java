package dev.cooper.inventory.sbom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

class SbomReaderTest {
    @TempDir Path cache;

    /** What matching goes by, and where it is. */
    private static List<String> facts(ImageInventory inventory) {
        return inventory.packages().stream()
                .map(each -> fact(each.found()) + " @" + each.layer() + " " + each.found().place())
                .toList();
    }

    private static String fact(SoftwarePackage found) {
        return String.join(
                " ",
                found.kind().purlType(),
                found.name(),
                found.version(),
                found.architecture(),
                found.sourceName(),
                found.sourceVersion(),
                found.maintainer());
    }

    private static ReadSbom read(String document) {
        return SbomReader.read(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        ImageInventory inventory = Example.inventory(cache);
        Sbom sbom = Example.sbom(inventory);
        for (ReadSbom read :
                List.of(
                        SbomReader.read(Json.write(new CycloneDx(sbom).json())),
                        SbomReader.read(Json.write(new Spdx(sbom).json())))) {
            assertEquals(inventory.distribution(), read.inventory().distribution());
            assertEquals(facts(inventory), facts(read.inventory()));
            assertEquals(List.of(), read.inventory().warnings());
            assertEquals("shop:1", read.subject().name());
            Subject.Image image = read.subject().image().orElseThrow();
            assertEquals(sbom.subject().image().orElseThrow().id(), image.id());
            assertEquals(2, image.layers().size());
        }
    }

    @Test
    void syftsCycloneDxIsRead() {
        ReadSbom read =
                read(
                        """
                        {"bomFormat": "CycloneDX", "specVersion": "1.7", "components": [
                          {"bom-ref": "os", "type": "operating-system", "name": "debian",
                           "version": "12", "properties": [
                             {"name": "syft:distro:id", "value": "debian"},
                             {"name": "syft:distro:versionCodename", "value": "bookworm"}]},
                          {"bom-ref": "a", "type": "library", "name": "libssl3",
                           "publisher": "Debian", "version": "3.0.11-1~deb12u2",
                           "licenses": [{"license": {"id": "Apache-2.0"}}],
                           "purl": "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64\
                        &distro=debian-12&upstream=openssl",
                           "properties": [
                             {"name": "syft:location:0:path", "value": "/var/lib/dpkg/status"}]},
                          {"type": "library", "name": "Flask-Login", "version": "1",
                           "purl": "pkg:pypi/flask-login@1"},
                          {"type": "library", "name": "bash", "version": "5.1.8-6.el9",
                           "purl": "pkg:rpm/rhel/bash@5.1.8-6.el9?epoch=1&upstream=\
                        bash-5.1.8-6.el9.src.rpm"},
                          {"type": "library", "name": "odd", "purl": "pkg:bitnami/odd@1"},
                          {"type": "library", "name": "bad", "purl": "not a purl"},
                          {"type": "file", "name": "/bin/sh"}]}
                        """);
        assertEquals("debian 12 bookworm", join(read.inventory()));
        assertEquals(
                List.of(
                        "deb libssl3 3.0.11-1~deb12u2 amd64 openssl 3.0.11-1~deb12u2 Debian"
                                + " @0 var/lib/dpkg/status",
                        "pypi Flask-Login 1  Flask-Login 1  @0 ",
                        "rpm bash 1:5.1.8-6.el9  bash 5.1.8-6.el9  @0 "),
                facts(read.inventory()));
        assertEquals(2, read.inventory().warnings().size());
    }

    @Test
    void syftsSpdxIsReadThoughItNamesNoDistribution() {
        ReadSbom read =
                read(
                        """
                        {"spdxVersion": "SPDX-2.3", "name": "debian", "packages": [
                          {"SPDXID": "SPDXRef-a", "name": "libc6", "versionInfo": "2.36-9",
                           "supplier": "Person: GNU Libc Maintainers",
                           "sourceInfo": "acquired package info from DPKG DB: /var/lib/dpkg/status, /x",
                           "externalRefs": [
                             {"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
                              "referenceLocator": "cpe:2.3:a:libc6"},
                             {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": "pkg:deb/debian/libc6@2.36-9?arch=amd64\
                        &distro=debian-12.5&upstream=glibc%402.36"}]},
                          {"SPDXID": "SPDXRef-b", "name": "b", "versionInfo": "1"}],
                         "relationships": [
                          {"spdxElementId": "SPDXRef-b", "relationshipType": "DEPENDENCY_OF",
                           "relatedSpdxElement": "SPDXRef-a"}]}
                        """);
        assertEquals("debian 12.5 ", join(read.inventory()));
        assertEquals(
                List.of(
                        "deb libc6 2.36-9 amd64 glibc 2.36 GNU Libc Maintainers @0"
                                + " var/lib/dpkg/status"),
                facts(read.inventory()));
    }

    private static String join(ImageInventory inventory) {
        return inventory.distribution().id()
                + " "
                + inventory.distribution().version()
                + " "
                + inventory.distribution().codename();
    }

    @Test
    void whatIsNoSbomIsRefusedInASentenceThatSaysWhatItIs() {
        assertRefused("<?xml version='1.0'?><bom/>", "XML");
        assertRefused("SPDXVersion: SPDX-2.3\n", "tag-value");
        assertRefused(
                "{\"@context\": \"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\"}", "SPDX 3");
        assertRefused("{\"SchemaVersion\": 2}", "neither");
        assertRefused("{", "no JSON");
        assertRefused("", "no JSON");
        assertRefused("[".repeat(100_000), "no JSON");
    }

    private static void assertRefused(String document, String word) {
        String message =
                String.valueOf(
                        assertThrows(SyntaxException.class, () -> read(document)).getMessage());
        assertTrue(message.contains(word), message);
    }
}
