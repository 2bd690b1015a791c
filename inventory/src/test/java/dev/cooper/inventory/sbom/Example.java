package dev.cooper.inventory.sbom;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.Inventories;
import dev.cooper.oci.Digest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An image with a little of everything. */
final class Example {
    static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    private static final String STATUS =
            """
            Package: libssl3
            Status: install ok installed
            Architecture: amd64
            Maintainer: Debian OpenSSL Team <team@example.org>
            Source: openssl
            Version: 3.0.11-1~deb12u2
            Depends: libc6 (>= 2.34), debconf (>= 0.5) | debconf-2.0, missing

            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Source: glibc (2.36-9)
            Version: 1:2.36-9+b1

            Package: cdebconf
            Status: install ok installed
            Architecture: amd64
            Version: 0.270
            Provides: debconf-2.0
            """;
    private static final String RELEASE =
            """
            PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
            VERSION_ID="12"
            VERSION_CODENAME=bookworm
            ID=debian
            """;
    private static final String METADATA =
            "Metadata-Version: 2.1\nName: %s\nVersion: %s\nLicense: %s\n%s\n\nText\n";

    private Example() {}

    static ImageInventory inventory(Path cache) throws IOException, InterruptedException {
        byte[] base =
                tar(
                        Map.of(
                                "var/lib/dpkg/status", bytes(STATUS),
                                "etc/os-release", bytes(RELEASE),
                                "etc/debian_version", bytes("12.5\n")));
        String site = "usr/lib/python3/dist-packages/";
        byte[] top =
                tar(
                        Map.of(
                                "app/node_modules/@scope/a/package.json",
                                bytes(
                                        """
                                        {"name": "@scope/a", "version": "1.0.0", "license": "MIT",
                                         "dependencies": {"b": "^2"}}\
                                        """),
                                "app/node_modules/@scope/a/node_modules/b/package.json",
                                bytes("{\"name\": \"b\", \"version\": \"2.0.0\"}"),
                                "app/node_modules/b/package.json",
                                bytes("{\"name\": \"b\", \"version\": \"1.0.0\"}"),
                                site + "Flask_Login-1.dist-info/METADATA",
                                bytes(
                                        METADATA.formatted(
                                                "Flask_Login",
                                                "1.0",
                                                "Own licence",
                                                "Requires-Dist: click")),
                                site + "click-8.dist-info/METADATA",
                                bytes(
                                        METADATA.formatted(
                                                "click", "8.0", "BSD-3-Clause OR MIT", "X: y")),
                                "app/shop.war",
                                zip(
                                        Map.of(
                                                pom("org.example", "shop"),
                                                properties("org.example", "shop", "1.0"),
                                                "WEB-INF/lib/log.jar",
                                                zip(
                                                        Map.of(
                                                                pom("org.log", "log"),
                                                                properties(
                                                                        "org.log", "log",
                                                                        "2.14.1")))))));
        Inventories inventories = new Inventories(cache);
        return inventories.inspect(List.of(layer(base), layer(top)), List.of()).inventory();
    }

    static Sbom sbom(ImageInventory inventory) {
        List<Subject.Layer> layers = new ArrayList<>();
        layers.add(
                new Subject.Layer(
                        Digest.sha256(new byte[1]),
                        Optional.of(Digest.sha256(new byte[2])),
                        "",
                        "ADD rootfs.tar /"));
        layers.add(
                new Subject.Layer(
                        Digest.sha256(new byte[3]), Optional.empty(), "Dockerfile:12", "RUN make"));
        String digest = Digest.sha256(new byte[4]).toString();
        Subject.Image image =
                new Subject.Image(
                        Digest.sha256(new byte[5]),
                        List.of("example.org/shop:1"),
                        List.of("example.org/shop@" + digest),
                        layers);
        return new Sbom(new Subject("shop:1", Optional.of(image)), inventory, TIME, "0.1.0");
    }

    private static String pom(String group, String artifact) {
        return "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    }

    private static byte[] properties(String group, String artifact, String version) {
        return bytes(
                "groupId=" + group + "\nartifactId=" + artifact + "\nversion=" + version + "\n");
    }

    private static Inventories.Layer layer(byte[] tar) {
        return new Inventories.Layer(Digest.sha256(tar), () -> new ByteArrayInputStream(tar));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (String path : files.keySet().stream().sorted().toList()) {
                byte[] content = files.getOrDefault(path, new byte[0]);
                tar.write(TarEntry.file(path, content.length), new ByteArrayInputStream(content));
            }
        }
        return out.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : entries.keySet().stream().sorted().toList()) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(entries.getOrDefault(name, new byte[0]));
            }
        }
        return out.toByteArray();
    }
}
