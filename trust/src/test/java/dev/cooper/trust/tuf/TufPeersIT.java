package dev.cooper.trust.tuf;

import static dev.cooper.trust.tuf.TestRepository.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.testkit.Peers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** One repository over HTTP, read by cosign and by Cooper, each from what the other kept. */
class TufPeersIT {
    private final TestRepository repository = new TestRepository();

    @TempDir private Path home;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        Files.write(home.resolve("root.json"), repository.publishRoot());
        repository.targets.put(
                "trusted_root.json",
                bytes(
                        "{\"mediaType\":"
                            + "\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}"));
        repository.publish();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] content =
                            repository.files.get(exchange.getRequestURI().getPath().substring(1));
                    exchange.sendResponseHeaders(
                            content == null ? 404 : 200, content == null ? -1 : content.length);
                    if (content != null) {
                        exchange.getResponseBody().write(content);
                    }
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String mirror() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private KeptDirectory kept() {
        return new KeptDirectory(
                home.resolve(".sigstore/root/127.0.0.1-" + server.getAddress().getPort()));
    }

    @Test
    void cosignReadsTheRepositoryAndCooperWhatCosignKept() throws Exception {
        cosign();
        TufClient client = TufClient.offline(kept(), Instant.now());
        client.refresh();
        assertArrayEquals(
                repository.targets.get("trusted_root.json"),
                client.target("trusted_root.json").orElseThrow());
    }

    @Test
    void cosignGoesOnFromWhatCooperKept() throws Exception {
        try (HttpMirror mirror = new HttpMirror(mirror())) {
            TufClient.trust(Files.readAllBytes(home.resolve("root.json")), "root.json", kept());
            TufClient client = new TufClient(mirror, kept(), Instant.now());
            client.refresh();
            client.target("trusted_root.json").orElseThrow();
        }
        repository.publishRoot();
        repository.publish();
        cosign();
        TufClient client = TufClient.offline(kept(), Instant.now());
        client.refresh();
        assertEquals(
                new String(repository.files.get("2.root.json"), StandardCharsets.UTF_8),
                new String(kept().metadata("root").orElseThrow(), StandardCharsets.UTF_8));
    }

    private void cosign() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Peers.requireNewer("cosign").toString(),
                                "initialize",
                                "--mirror",
                                mirror(),
                                "--root",
                                home.resolve("root.json").toString()));
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("TUF_ROOT");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
