package dev.cooper.inventory.sbom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v2.SpdxDocument;
import org.spdx.storage.simple.InMemSpdxStore;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;

class SpdxTest {
    @TempDir Path cache;

    @Test
    void theOfficialLibraryAcceptsIt() throws Exception {
        System.setProperty("org.spdx.useJARLicenseInfoOnly", "true");
        SpdxModelFactory.init();
        byte[] document = Json.write(new Spdx(Example.sbom(Example.inventory(cache))).json());
        MultiFormatStore store =
                new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON);
        SpdxDocument read = store.deSerialize(new ByteArrayInputStream(document), false);
        assertEquals(List.of(), read.verify());
        assertEquals("shop:1", read.getName().orElse(""));
        assertEquals(12, store.getAllItems(null, "Package").count());
    }
}
