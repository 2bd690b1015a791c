package dev.cooper.cli;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes an image and advisories that have a little of everything a scan meets. */
final class ScanTraining {
    private static final int PACKAGES = 200;

    private final Path image;
    private final Path advisories;
    private final Path database;

    private ScanTraining(Path directory) {
        this.image = directory.resolve("image.tar");
        this.advisories = directory.resolve("osv");
        this.database = directory.resolve("db");
    }

    /** Runs the commands that scan. */
    static void run(Path directory) throws IOException {
        ScanTraining training = new ScanTraining(directory);
        Files.createDirectories(training.advisories);
        training.write();
        String input = training.image.toString();
        String database = training.database.resolve("db").toString();
        String cache = training.database.toString();
        for (int i = 0; i < 3; i++) {
            Training.run("db", "build", "-o", database, "osv=" + training.advisories);
            Training.run("scan", "image", "--cache-dir", cache, "--input", input);
            Training.run("scan", "--cache-dir", cache, "-f", "json", "--input", input);
            Training.run("scan", "--cache-dir", cache, "--scanners", "vuln", "--input", input);
            Training.run("sbom", "-o", "cyclonedx-json", "docker-archive:" + input);
        }
    }

    private void write() throws IOException {
        byte[] layer = layer();
        byte[] config =
                ImageConfig.empty(Platform.host())
                        .withLayers(List.of(Digest.sha256(layer)), List.of())
                        .toJson();
        String manifest =
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"training:1\"],\"Layers\":[\"l.tar\"]}]";
        Tar archive = new Tar();
        archive.add("l.tar", layer);
        archive.add("c.json", config);
        archive.add("manifest.json", manifest);
        Files.write(image, archive.bytes());
        for (int i = 0; i < PACKAGES; i += 2) {
            Files.writeString(advisories.resolve("TEST-" + i + ".json"), advisory(i));
        }
    }

    private static String advisory(int number) {
        return """
        {"schema_version":"1.6.0","id":"CVE-2024-%d","modified":"2024-01-01T00:00:00Z",
         "summary":"A test","details":"Nothing is wrong with it.",
         "severity":[{"type":"CVSS_V3",
           "score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
         "affected":[{"package":{"ecosystem":"Debian:12","name":"lib%d"},
           "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0-1"}]}]},
          {"package":{"ecosystem":"npm","name":"left%d"},
           "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]}]}
        """
                .formatted(number, number, number);
    }

    private static byte[] layer() throws IOException {
        Tar tar = new Tar();
        tar.add("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n");
        tar.add("etc/app.conf", "password = none\ntoken: ghp_" + "a1B2".repeat(9) + "\n");
        StringBuilder status = new StringBuilder();
        for (int i = 0; i < PACKAGES; i++) {
            status.append(
                    """
                    Package: lib%d
                    Status: install ok installed
                    Architecture: amd64
                    Maintainer: Somebody <somebody@example.org>
                    Version: 1.%d-1+b1
                    Source: lib%d (1.%d-1)
                    Depends: lib%d (>= 1.0), lib%d | lib%d

                    """
                            .formatted(i, i, i, i, i / 2, i / 3, i / 4));
            tar.add("var/lib/dpkg/info/lib" + i + ".list", "/.\n/usr\n/usr/lib/lib" + i + ".so\n");
            tar.add("usr/share/doc/lib" + i + "/copyright", "License: MIT\n");
        }
        tar.add("var/lib/dpkg/status", status.toString());
        for (int i = 0; i < 20; i++) {
            tar.add(
                    "app/node_modules/left" + i + "/package.json",
                    "{\"name\":\"left" + i + "\",\"version\":\"1.0.0\",\"license\":\"MIT\"}");
            tar.add(
                    "usr/lib/python3/dist-packages/p" + i + "-1.0.dist-info/METADATA",
                    "Metadata-Version: 2.1\nName: p" + i + "\nVersion: 1.0\nLicense: MIT\n\n");
        }
        tar.add("app/app.jar", jar());
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        tar.add("usr/lib/noise", noise);
        return tar.bytes();
    }

    private static byte[] jar() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("META-INF/maven/g/a/pom.properties"));
            zip.write("groupId=g\nartifactId=a\nversion=1\n".getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /** A tar in memory. */
    private static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarWriter writer = new TarWriter(bytes);

        void add(String path, String text) throws IOException {
            add(path, text.getBytes(StandardCharsets.UTF_8));
        }

        void add(String path, byte[] content) throws IOException {
            TarEntry entry = TarEntry.file(path, content.length);
            writer.write(entry, new ByteArrayInputStream(content));
        }

        byte[] bytes() throws IOException {
            writer.finish();
            return bytes.toByteArray();
        }
    }
}
