package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class SystemPackagesTest {
    private static final String STATUS =
            """
            Package: libssl3
            Status: install ok installed
            Architecture: amd64
            Source: openssl
            Version: 3.0.11-1~deb12u2
            Depends: libc6 (>= 2.34), debconf (>= 0.5) | debconf-2.0
            Description: SSL
             with a second line
             .
             Package: not-a-field

            Package: removed
            Status: deinstall ok config-files
            Version: 1

            Package: perl-base
            Status: install ok installed
            Version: 5.36.0-7+deb12u1
            Source: perl (5.36.0-7)
            """;

    @Test
    void dpkgsDatabaseNamesWhatIsInstalledAndItsSource() {
        LayerInventory layer = new TestLayer().file("var/lib/dpkg/status", STATUS).read();
        assertEquals(
                List.of("libssl3 3.0.11-1~deb12u2", "perl-base 5.36.0-7+deb12u1"),
                TestLayer.names(layer));
        SoftwarePackage ssl = layer.packages().getFirst();
        assertEquals("openssl", ssl.sourceName());
        assertEquals("3.0.11-1~deb12u2", ssl.sourceVersion());
        assertEquals(List.of("libc6", "debconf|debconf-2.0"), ssl.dependencies());
        assertEquals("5.36.0-7", layer.packages().getLast().sourceVersion());
    }

    @Test
    void licencesOfDebianAreThoseOfTheLayerThatBroughtThePackage() {
        LayerInventory base =
                new TestLayer()
                        .file("var/lib/dpkg/status", STATUS)
                        .file(
                                "usr/share/doc/libssl3/copyright",
                                """
                                Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

                                Files: *
                                License: Apache-2.0

                                Files: debian/*
                                License: GPL-2+
                                 The text of it.
                                """)
                        .file("usr/share/doc/perl-base/copyright", "This is free software.\n")
                        .read();
        LayerInventory top =
                new TestLayer()
                        .file("var/lib/dpkg/status", STATUS + "\nPackage: curl\nVersion: 1\n")
                        .read();
        for (List<LayerInventory> layers : List.of(List.of(base), List.of(base, top))) {
            List<ImageInventory.LayeredPackage> packages = ImageInventory.of(layers).packages();
            assertEquals(
                    List.of("Apache-2.0", "GPL-2.0-or-later"),
                    packages.getFirst().found().licenses());
            assertEquals(List.of(), packages.get(1).found().licenses());
        }
    }

    @Test
    void distrolessImagesHaveOneFileAPackage() {
        LayerInventory layer =
                new TestLayer()
                        .file("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12.4\n")
                        .file("var/lib/dpkg/status.d/base.md5sums", "0123  etc/host.conf\n")
                        .read();
        assertEquals(List.of("base-files 12.4"), TestLayer.names(layer));
        assertTrue(layer.owned().has("etc/host.conf"));
    }

    @Test
    void apksDatabaseIsReadWhereOldAndNewVersionsHaveIt() {
        String installed =
                """
                P:musl
                V:1.2.5-r0
                A:x86_64
                L:MIT
                o:musl
                D:so:libc.musl-x86_64.so.1 !bad scanelf>1
                F:lib
                R:ld-musl-x86_64.so.1

                P:busybox-binsh
                V:1.36.1-r29
                o:busybox
                """;
        for (String path : List.of("lib/apk/db/installed", "usr/lib/apk/db/installed")) {
            LayerInventory layer = new TestLayer().file(path, installed).read();
            assertEquals(
                    List.of("musl 1.2.5-r0", "busybox-binsh 1.36.1-r29"), TestLayer.names(layer));
            assertEquals("busybox", layer.packages().getLast().sourceName());
            assertEquals(
                    List.of("so:libc.musl-x86_64.so.1", "scanelf"),
                    layer.packages().getFirst().dependencies());
            assertTrue(layer.owned().has("lib/ld-musl-x86_64.so.1"));
        }
    }

    @Test
    void aDatabaseIsThatOfItsNewestLayerAndAPackageThatOfItsOldest() {
        LayerInventory base = new TestLayer().file("var/lib/dpkg/status", STATUS).read();
        String more = STATUS + "\nPackage: curl\nStatus: install ok installed\nVersion: 7.88\n";
        LayerInventory top = new TestLayer().file("var/lib/dpkg/status", more).read();
        assertEquals(
                List.of(
                        "libssl3 3.0.11-1~deb12u2 @0",
                        "perl-base 5.36.0-7+deb12u1 @0",
                        "curl 7.88 @1"),
                TestLayer.names(ImageInventory.of(List.of(base, top))));
    }

    @Test
    void theDistributionIsWhatTheTopmostLayerSays() {
        LayerInventory base =
                new TestLayer()
                        .file("etc/debian_version", "12.4\n")
                        .file(
                                "usr/lib/os-release",
                                "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME='Debian 12'\n")
                        .read();
        Distribution distribution = ImageInventory.of(List.of(base)).distribution();
        assertEquals("debian", distribution.id());
        assertEquals("12.4", distribution.version());
        assertEquals("12", distribution.majorVersion());
        assertEquals("Debian 12", distribution.name());
        assertFalse(ImageInventory.of(List.of()).distribution().isKnown());
    }

    @Test
    void aDamagedDatabaseIsNamedAndTheRestIsRead() {
        LayerInventory layer =
                new TestLayer()
                        .file("var/lib/rpm/rpmdb.sqlite", "SQLite format 3\0 and then nothing")
                        .file("var/lib/rpm/Packages.db", "x".repeat(100))
                        .file("var/lib/rpm/Packages", "x".repeat(1000))
                        .file("var/lib/dpkg/status", STATUS)
                        .read();
        assertEquals(2, layer.packages().size());
        assertEquals(3, layer.warnings().size());
        assertTrue(layer.warnings().getFirst().startsWith("var/lib/rpm/rpmdb.sqlite: "));
    }

    @Test
    void alpinesEdgeIsKnownByWhereItsPackagesComeFrom() {
        String release = "ID=alpine\nVERSION_ID=3.21.0\n";
        String edge = "https://example.org/alpine/edge/main\n";
        for (boolean isFirst : new boolean[] {true, false}) {
            TestLayer layer = new TestLayer();
            layer = isFirst ? layer.file("etc/apk/repositories", edge) : layer;
            layer = layer.file("etc/os-release", release);
            layer = isFirst ? layer : layer.file("etc/apk/repositories", edge);
            assertEquals("edge", layer.read().distribution().version());
        }
        String tagged = "https://example.org/alpine/v3.21/main\n#" + edge + "@edge " + edge;
        assertEquals(
                "3.21.0",
                new TestLayer()
                        .file("etc/apk/repositories", tagged)
                        .file("etc/os-release", release)
                        .read()
                        .distribution()
                        .version());
    }
}
