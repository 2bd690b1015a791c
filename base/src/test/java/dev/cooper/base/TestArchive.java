package dev.cooper.base;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;

import org.bouncycastle.openpgp.PGPException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** A small Debian archive on the loopback interface. */
final class TestArchive implements AutoCloseable {
    static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");
    private static final DateTimeFormatter RFC1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final List<String> requests = java.util.Collections.synchronizedList(new ArrayList<>());
    final TestKey key;
    private final HttpServer server;
    private final StringBuilder packages = new StringBuilder();

    TestArchive(TestKey key) throws IOException {
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    requests.add(path);
                    byte[] content = files.get(path);
                    String range = exchange.getRequestHeaders().getFirst("Range");
                    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                    if (content == null) {
                        exchange.sendResponseHeaders(404, -1);
                    } else {
                        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
                        exchange.getResponseBody().write(content, from, content.length - from);
                    }
                    exchange.close();
                });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/debian";
    }

    /** Adds a package; {@code fields} are further lines of its stanza. */
    void add(String name, String version, String fields, TarEntry... entries) throws IOException {
        String control =
                "Package: %s\nVersion: %s\nArchitecture: amd64\nMaintainer: nobody\n%s"
                        .formatted(name, version, fields);
        byte[] deb = deb(control, entries);
        String path = "pool/" + name + "_" + version.replace(":", "%3a") + ".deb";
        files.put("/debian/" + path, deb);
        packages.append(control)
                .append("Filename: ")
                .append(path)
                .append("\nSize: ")
                .append(deb.length)
                .append("\nSHA256: ")
                .append(Digest.sha256(deb).hex())
                .append("\n\n");
    }

    static byte[] deb(String control, TarEntry... entries) throws IOException {
        ByteArrayOutputStream deb = new ByteArrayOutputStream();
        deb.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        member(deb, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        byte[] text = control.getBytes(StandardCharsets.UTF_8);
        member(deb, "control.tar.gz", tar(text, TarEntry.file("./control", text.length)));
        member(deb, "data.tar.gz", tar("content\n".getBytes(StandardCharsets.UTF_8), entries));
        return deb.toByteArray();
    }

    private static byte[] tar(byte[] content, TarEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(new GZIPOutputStream(bytes))) {
            for (TarEntry entry : entries) {
                boolean file = entry.type() == TarEntry.Type.FILE;
                try (var out = tar.entry(file ? entry.withSize(content.length) : entry)) {
                    if (file) {
                        out.write(content);
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void member(ByteArrayOutputStream deb, String name, byte[] content) {
        String header =
                "%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, 0, 0, 0, "100644", content.length);
        deb.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        deb.writeBytes(content);
        if (content.length % 2 == 1) {
            deb.write('\n');
        }
    }

    /** Writes and signs the index of a suite. */
    void publish(String suite) throws IOException, PGPException {
        String release = release(suite, "");
        files.put("/debian/dists/" + suite + "/InRelease", key.clearSigned(release, DATE));
    }

    String release(String suite, String more) throws IOException {
        byte[] text = packages.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gz)) {
            out.write(text);
        }
        Map<String, byte[]> indexes = new TreeMap<>();
        indexes.put("main/binary-amd64/Packages.gz", gz.toByteArray());
        StringBuilder table = new StringBuilder();
        indexes.forEach((path, content) -> {
            String hex = Digest.sha256(content).hex();
            String directory = "/debian/dists/" + suite + "/main/binary-amd64/";
            files.put(directory + "by-hash/SHA256/" + hex, content);
            files.put("/debian/dists/" + suite + "/" + path, content);
            table.append(' ').append(hex).append(' ').append(content.length);
            table.append(' ').append(path).append('\n');
        });
        return "Origin: Debian\nSuite: "
                + suite
                + "\nCodename: "
                + suite
                + "\nDate: "
                + RFC1123.format(DATE)
                + "\n"
                + more
                + "Acquire-By-Hash: yes\nArchitectures: amd64 arm64\nComponents: main\nSHA256:\n"
                + table;
    }

    static String date(Instant at) {
        return RFC1123.format(at);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
