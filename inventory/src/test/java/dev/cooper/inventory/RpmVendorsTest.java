package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packages that others than the distribution have made, in a database of RPMs. */
class RpmVendorsTest {
    private static final int TEXT = 6;
    private static final int TEXTS = 8;

    /** A package that has brought one file. */
    private static byte[] header(String name, String vendor, String directory, String file) {
        Map<Integer, String> values = new LinkedHashMap<>();
        values.put(RpmHeader.NAME, name);
        values.put(RpmHeader.VERSION, "1");
        values.put(RpmHeader.VENDOR, vendor);
        values.put(RpmHeader.BASE_NAMES, file);
        values.put(RpmHeader.DIRECTORY_NAMES, directory);
        ByteArrayOutputStream heap = new ByteArrayOutputStream();
        heap.writeBytes(new byte[4]); // the number of the file's directory
        ByteBuffer index = ByteBuffer.allocate(16 * (values.size() + 1));
        index.putInt(RpmHeader.DIRECTORY_INDEXES).putInt(4).putInt(0).putInt(1);
        values.forEach((tag, value) -> {
            boolean isList = tag == RpmHeader.BASE_NAMES || tag == RpmHeader.DIRECTORY_NAMES;
            index.putInt(tag).putInt(isList ? TEXTS : TEXT).putInt(heap.size()).putInt(1);
            heap.writeBytes(TestLayer.text(value + "\0"));
        });
        return ByteBuffer.allocate(8 + index.limit() + heap.size())
                .putInt(values.size() + 1)
                .putInt(heap.size())
                .put(index.flip())
                .put(heap.toByteArray())
                .array();
    }

    private static byte[] database(List<byte[]> headers) {
        ByteBuffer file = ByteBuffer.allocate(64 << 10).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestLayer.text("RpmP")).putInt(0).putInt(0).putInt(1);
        for (int i = 0; i < headers.size(); i++) {
            int at = 4096 + 1024 * i;
            file.position(32 + 16 * i);
            file.put(TestLayer.text("Slot")).putInt(i + 1).putInt(at / 16).putInt(0).position(at);
            byte[] header = headers.get(i);
            file.put(TestLayer.text("BlbS")).putInt(i + 1).putInt(0).putInt(header.length);
            file.put(header);
        }
        return file.array();
    }

    @Test
    void onlyFilesOfThoseWhoMadeTheReleaseAreTheDistributions() {
        byte[] packages =
                database(
                        List.of(
                                header("release", "openSUSE", "/etc/", "os-release"),
                                header("own", "SUSE LLC <https://www.suse.com/>", "/", "own.egg"),
                                header("other", "Example, Inc.", "/", "other.egg"),
                                header("none", "", "/", "none.egg")));
        Map<String, byte[]> egg = new LinkedHashMap<>();
        egg.put("EGG-INFO/PKG-INFO", TestLayer.text("Name: an-egg\nVersion: 1\n"));
        byte[] zip = TestLayer.zip(egg);
        TestLayer layer = new TestLayer().file("var/lib/rpm/Packages.db", packages, 0644);
        for (String name : List.of("own.egg", "other.egg", "none.egg")) {
            layer.file(name, zip, 0644);
        }
        assertEquals(
                List.of("other.egg", "none.egg"),
                ImageInventory.of(List.of(layer.read())).packages().stream()
                        .map(each -> each.found())
                        .filter(each -> each.kind() == PackageKind.PYPI)
                        .map(each -> each.place().path())
                        .toList());
    }
}
