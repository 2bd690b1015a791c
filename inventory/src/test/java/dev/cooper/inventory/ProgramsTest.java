package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that no package manager has put there; real ones are in {@link ProgramsIT}. */
class ProgramsTest {
    /** What begins as a program and has these texts. */
    private static byte[] program(String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        bytes.writeBytes(new byte[100]);
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    @Test
    void programsAreKnownByWhatTheyPrint() {
        LayerInventory layer =
                new TestLayer()
                        .file("usr/sbin/nginx", program("nginx version: nginx/1.25.3"), 0755)
                        .file(
                                "usr/local/bin/redis-server",
                                program("7.2.4af1b-1704862600000000000"),
                                0755)
                        .file(
                                "usr/local/bin/valkey-server",
                                program("8.0.1af1b-1704862600000000000"),
                                0755)
                        .file("usr/local/bin/python3.12", program("3.12.x", "3.12.1", "3.12"), 0755)
                        .file("opt/lib/libssl.so.3", program("OpenSSL 3.1.4 24 Oct 2023"), 0644)
                        .file("opt/lib/libcrypto.so.3", program("OpenSSL 3.1.4 24 Oct 2023"), 0644)
                        .file("opt/bin/openssl", program("OpenSSL 1.1.1w  11 Sep 2023"), 0755)
                        .read();
        assertEquals(
                List.of(
                        "nginx 1.25.3",
                        "redis 7.2.4",
                        "valkey 8.0.1",
                        "python 3.12.1",
                        "openssl 3.1.4",
                        "openssl 1.1.1w"),
                TestLayer.names(layer));
    }

    @Test
    void runtimesAndToolsAreKnownByWhatTheyPrint() {
        LayerInventory layer =
                new TestLayer()
                        .file("bin/bun", program("Bun v1.4.5 (Linux x64)"), 0755)
                        .file(
                                "bin/deno",
                                program("OTLP-Deno/0.80.0", "2.9.6Deno/2.9.6+e518fbd"),
                                0755)
                        .file("bin/ffmpeg", program("%s version n6.1.1"), 0755)
                        .file("lib/libavutil.so.57", program("FFmpeg version 5.1.9-0"), 0644)
                        .file("bin/jq", program("1.0", "1.7.1", "DEBUG:"), 0755)
                        .file("bin/xz", program("xz (XZ Utils) 5.4.1"), 0755)
                        .file("bin/zstd", program("v1.5.4"), 0755)
                        .file(
                                "lib/libstd-d1237ef7159db0a2.so",
                                program("rustc version 1.95.0 (59807616e 2026-04-14)"),
                                0644)
                        .read();
        assertEquals(
                List.of(
                        "bun 1.4.5",
                        "deno 2.9.6",
                        "ffmpeg 6.1.1",
                        "ffmpeg 5.1.9",
                        "jq 1.7.1",
                        "xz 5.4.1",
                        "zstd 1.5.4",
                        "rust 1.95.0"),
                TestLayer.names(layer));
    }

    /** A Go program of which the linker says so much. */
    private static byte[] go(String settings) {
        byte[] modules =
                (" ".repeat(16) + settings + " ".repeat(16)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(120_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        file.putLong(0x28, 0x40).putShort(0x3a, (short) 0x40).putShort(0x3c, (short) 2);
        file.putLong(0x40 + 0x18, 0x100).putLong(0x40 + 0x20, 16); // the names of sections
        file.putInt(0x80, 1).putLong(0x80 + 0x18, 0x200).putLong(0x80 + 0x20, 1000);
        file.position(0x101).put(TestLayer.text(".go.buildinfo"));
        file.position(0x200).put((byte) 0xff).put(TestLayer.text(" Go buildinf:\10\2"));
        file.position(0x220).put((byte) 8).put(TestLayer.text("go1.21.5"));
        file.put((byte) (modules.length % 128 | 128)).put((byte) (modules.length / 128));
        return file.put(modules).array();
    }

    @Test
    void aListOfCratesThatCannotBeUnpackedIsNamed() {
        byte[] program = go("");
        ByteBuffer file = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        file.position(0x101).put(TestLayer.text(".dep-v0\0"));
        file.position(0x200).put(TestLayer.text("x no deflate"));
        LayerInventory layer =
                new TestLayer()
                        .file("bin/x", program, 0755)
                        .file("a.egg-info", "Name: a\nVersion: 1")
                        .read();
        assertEquals(List.of("a 1"), TestLayer.names(layer));
        assertEquals(List.of("bin/x: its list of crates cannot be read"), layer.warnings());
    }

    @Test
    void goProgramsHaveTheVersionThatTheirMakersGaveThem() {
        String module = "path\tx\nmod\texample.org/x/v2\t(devel)\t\ndep\texample.org/y\tv1.2.3\t\n";
        String flags = "build\t-ldflags=\"-s -X \\\"example.org/%s/version.Version=2.10.7\\\"\"\n";
        LayerInventory layer =
                new TestLayer()
                        .file("bin/x", go(module + flags.formatted("x/v2")), 0755)
                        .file("bin/y", go(module + flags.formatted("other")), 0755)
                        .read();
        assertEquals(
                List.of(
                        "stdlib 1.21.5",
                        "example.org/x/v2 v2.10.7",
                        "example.org/y v1.2.3",
                        "stdlib 1.21.5",
                        "example.org/y v1.2.3"),
                TestLayer.names(layer));
    }

    @Test
    void namesAloneProveNothing() {
        LayerInventory layer =
                new TestLayer()
                        .file("bin/nginx", "#!/bin/sh\necho nginx version: nginx/1.25.3\n")
                        .file("bin/curl", program("something else"), 0755)
                        .file("bin/node", program("node.js/v20.1.0"), 0644)
                        .file("lib/ruby/openssl.so", program("OpenSSL 3.1.4 24 Oct 2023"), 0755)
                        .file("share/release", "JAVA = \"no\"\n")
                        .file("share/VERSION", "1.2.3\n")
                        .read();
        assertEquals(List.of(), TestLayer.names(layer));
    }

    @Test
    void textsThatComeWithAProgramTellItsVersion() {
        LayerInventory layer =
                new TestLayer()
                        .file(
                                "opt/java/openjdk/release",
                                "IMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_VERSION=\"21.0.1\"\n")
                        .file("usr/local/go/VERSION", "go1.21.5\ntime 2023-11-29T21:21:46Z\n")
                        .file("usr/local/lib/erlang/releases/26/OTP_VERSION", "26.2.1\n")
                        .file(
                                "usr/local/lib/elixir/lib/elixir/ebin/elixir.app",
                                "{application,elixir,[{vsn,\"1.14.0\"}]}.")
                        .file(
                                "var/www/html/wp-includes/version.php",
                                "<?php\n$wp_version = '6.1.9';\n")
                        .file("var/www/html/version.php", "$wp_version = '6.1.9';\n")
                        .read();
        assertEquals(
                List.of(
                        "openjdk 21.0.1",
                        "go 1.21.5",
                        "erlang 26.2.1",
                        "elixir 1.14.0",
                        "wordpress 6.1.9"),
                TestLayer.names(layer));
    }
}
