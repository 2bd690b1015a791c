package dev.cooper.inventory;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Crates that a Rust program was built from, where cargo-auditable has written them into it. */
final class RustCataloger implements Cataloger {
    private static final long LARGEST = 1L << 30;
    private static final int LONGEST = 8 << 20;

    @Override
    public String id() {
        return "rust-2";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.isExecutable() && file.size() <= LARGEST && file.size() > 10_000;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws IOException {
        if (!ElfFile.isElf(file.bytes())) {
            return;
        }
        Optional<ByteBuffer> section = ElfFile.of(file.bytes()).section(".dep-v0");
        if (section.isEmpty()) {
            return;
        }
        byte[] packed = new byte[section.get().limit()];
        section.get().get(0, packed);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            if (Json.parse(in.readNBytes(LONGEST)) instanceof Map<?, ?> list
                    && list.get("packages") instanceof List<?> crates) {
                for (Object crate : crates) {
                    add(crate, file.path(), findings);
                }
            }
        } catch (SyntaxException | EOFException | ZipException e) {
            throw new DamagedFileException("its list of crates cannot be read");
        }
    }

    private static void add(Object crate, String path, Findings findings)
            throws DamagedFileException {
        if (crate instanceof Map<?, ?> fields
                && fields.get("name") instanceof String name
                && fields.get("version") instanceof String version
                && !"build".equals(fields.get("kind"))) {
            SoftwarePackage.Place place = SoftwarePackage.Place.of(path);
            findings.add(SoftwarePackage.of(PackageKind.CARGO, name, version, place));
        }
    }
}
