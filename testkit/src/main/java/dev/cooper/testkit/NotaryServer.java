package dev.cooper.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's notary-server on a free port of this machine, with everything in memory. */
public final class NotaryServer implements AutoCloseable {
    private static final int TRIES = 200;

    private final Process process;
    private final int port;
    private final Path authority;

    private NotaryServer(Process process, int port, Path authority) {
        this.process = process;
        this.port = port;
        this.authority = authority;
    }

    /**
     * Starts the server.
     *
     * @param directory an existing directory, deleted by whoever made it
     */
    public static NotaryServer start(Path directory) throws IOException, InterruptedException {
        String server = Peers.require("notary-server").toString();
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        Processes.run(
                        Peers.require("openssl").toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .ok();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = directory.resolve("server.json");
        Files.writeString(
                config,
                "{\"server\":{\"http_addr\":\"127.0.0.1:"
                        + port
                        + "\",\"tls_key_file\":\""
                        + key
                        + "\",\"tls_cert_file\":\""
                        + certificate
                        + "\"},\"trust_service\":{\"type\":\"local\"},\"storage\":{\"backend\":"
                        + "\"memory\"},\"logging\":{\"level\":\"error\"}}");
        Process process =
                new ProcessBuilder(server, "-config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("server.log").toFile())
                        .start();
        NotaryServer started = new NotaryServer(process, port, certificate);
        started.await();
        return started;
    }

    private void await() throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        close();
        throw new IOException("notary-server did not start");
    }

    /** Returns where it answers. */
    public URI address() {
        return URI.create("https://localhost:" + port);
    }

    /** Returns the certificate to trust. */
    public Path authority() {
        return authority;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
