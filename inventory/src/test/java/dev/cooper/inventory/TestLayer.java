package dev.cooper.inventory;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A layer made of a few files. */
final class TestLayer {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
    private final TarWriter writer = new TarWriter(tar);

    TestLayer file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    TestLayer file(String path, byte[] content, int mode) {
        try {
            writer.write(
                    TarEntry.file(path, content.length).withMode(mode),
                    new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestLayer link(String path, String target) {
        try {
            writer.write(TarEntry.symlink(path, target), InputStream.nullInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestLayer whiteout(String path) {
        int name = path.lastIndexOf('/') + 1;
        return file(path.substring(0, name) + ".wh." + path.substring(name), "");
    }

    LayerInventory read() {
        InputStream tar = new ByteArrayInputStream(tar());
        try (TarReader reader = new TarReader(tar, TarLimits.DEFAULT)) {
            return LayerInventory.read(reader, new Audience(Catalogers.OF_IMAGES, List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The layer as a tar. */
    byte[] tar() {
        try {
            writer.finish();
            return tar.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name and version of each package, in order. */
    static List<String> names(LayerInventory layer) {
        return layer.packages().stream().map(each -> each.name() + " " + each.version()).toList();
    }

    /** Name, version and layer of each package that can be seen, in order. */
    static List<String> names(ImageInventory image) {
        return image.packages().stream()
                .map(each ->
                        each.found().name() + " " + each.found().version() + " @" + each.layer())
                .toList();
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
