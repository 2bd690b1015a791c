package dev.cooper.store;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Builds a layer's tar in memory, entry by entry. */
final class TestLayer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    TestLayer add(TarEntry entry) throws IOException {
        tar.write(entry);
        return this;
    }

    TestLayer file(String path, String content) throws IOException {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        TarEntry entry = TarEntry.file(path, text.length).withMtime(1_000_000_000L, 5);
        tar.write(entry, new ByteArrayInputStream(text));
        return this;
    }

    TestLayer dir(String path) throws IOException {
        return add(TarEntry.directory(path).withMtime(900_000_000L, 7));
    }

    TestLayer symlink(String path, String target) throws IOException {
        return add(TarEntry.symlink(path, target).withMtime(800_000_000L, 9));
    }

    TestLayer link(String path, String target) throws IOException {
        return add(TarEntry.hardLink(path, target));
    }

    TestLayer whiteout(String path) throws IOException {
        return add(TarEntry.of(path, TarEntry.Type.FILE, 0600));
    }

    static TarEntry withXattr(TarEntry entry, String key, byte[] value) {
        TreeMap<String, byte[]> xattrs = new TreeMap<>(entry.xattrs());
        xattrs.put(key, value);
        return entry.withXattrs(xattrs);
    }

    byte[] toBytes() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    LayerSource source() throws IOException {
        byte[] content = toBytes();
        return new LayerSource(Digest.sha256(content), () -> new ByteArrayInputStream(content));
    }

    LayerSource gzipped() throws IOException {
        byte[] content = toBytes();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = Compression.GZIP.compress(packed, 1)) {
            out.write(content);
        }
        return new LayerSource(
                Digest.sha256(content), () -> new ByteArrayInputStream(packed.toByteArray()));
    }
}
