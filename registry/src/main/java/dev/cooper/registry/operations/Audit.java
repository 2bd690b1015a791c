package dev.cooper.registry.operations;

import dev.cooper.oci.Json;
import dev.cooper.registry.config.AuditConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.Route;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes down every change and every refused login or permission, one line of JSON each, before the
 * request is answered. When the file has been renamed, a new one is begun.
 */
final class Audit implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private final AuditConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private FileChannel channel;
    private Object identity;

    private Audit(AuditConfig config, FileChannel channel, Object identity) {
        this.config = config;
        this.channel = channel;
        this.identity = identity;
    }

    static Audit open(AuditConfig config) throws IOException {
        FileChannel channel = append(config.file());
        return new Audit(config, channel, identity(config.file()));
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Object identity(Path file) throws IOException {
        return Objects.requireNonNullElse(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(), file);
    }

    /** A request is about to be answered with a status. */
    void answering(Exchange exchange, int status) {
        Optional<String> action = action(exchange, status);
        if (action.isEmpty()) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        String user = user(exchange);
        if (!user.isEmpty()) {
            line.put("user", user);
        }
        line.put("address", Served.address(exchange.request()));
        describe(line, exchange);
        line.put("status", status);
        line.put("request", exchange.id());
        try {
            write(action.get(), status < 400 ? "done" : "refused", line);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the audit log " + config.file(), e);
        }
    }

    /**
     * Writes a line.
     *
     * @param outcome {@code done} or {@code refused}
     * @param rest what else is known, in its order
     */
    void write(String action, String outcome, Map<String, Object> rest) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("action", action);
        line.put("outcome", outcome);
        line.putAll(rest);
        write(Json.writeString(line) + "\n");
    }

    private static void describe(Map<String, Object> line, Exchange exchange) {
        Route route = exchange.route();
        if (route != null && !route.repository().isEmpty()) {
            line.put("repository", route.repository());
        }
        switch (route) {
            case Route.Manifest(String _, String reference) -> line.put("reference", reference);
            case Route.Blob(String _, String digest) -> line.put("digest", digest);
            case Route.Trust(String _, String file) -> line.put("trust", file);
            case null, default -> {}
        }
        exchange.answerHeader("Docker-Content-Digest")
                .ifPresent(digest -> line.put("digest", digest));
    }

    /** What is worth a line; empty for everything else. */
    private static Optional<String> action(Exchange exchange, int status) {
        String method = exchange.method();
        if (status == 401) {
            // Being asked to log in is not being refused.
            boolean tried =
                    exchange.header("Authorization").isPresent()
                            || !exchange.request().getHttpURI().getPath().startsWith("/v2");
            return tried ? Optional.of("login") : Optional.empty();
        }
        if (status == 403) {
            return Optional.of(
                    switch (method) {
                        case "GET", "HEAD" -> "pull";
                        case "DELETE" -> "delete";
                        default -> "push";
                    });
        }
        return status < 300 ? change(exchange, status) : Optional.empty();
    }

    private static Optional<String> change(Exchange exchange, int status) {
        String method = exchange.method();
        return switch (exchange.route()) {
            case Route.Manifest _, Route.Blob _ ->
                    switch (method) {
                        case "PUT" -> Optional.of("push");
                        case "DELETE" -> Optional.of("delete");
                        default -> Optional.empty();
                    };
            case Route.Trust _ ->
                    switch (method) {
                        case "POST" -> Optional.of("trust");
                        case "DELETE" -> Optional.of("delete");
                        default -> Optional.empty();
                    };
            case Route.Uploads _ when status == 201 ->
                    Optional.of(exchange.query("mount").isPresent() ? "mount" : "push");
            case Route.Upload _ when status == 201 -> Optional.of("push");
            case null, default -> Optional.empty();
        };
    }

    /** The user, or who they said they were. */
    private static String user(Exchange exchange) {
        String known = exchange.caller().name();
        String sent = exchange.header("Authorization").orElse("");
        if (!known.isEmpty() || !sent.regionMatches(true, 0, "Basic ", 0, 6)) {
            return known;
        }
        try {
            byte[] pair = Base64.getDecoder().decode(sent.substring(6).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? "" : text.substring(0, Math.min(colon, 128));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        FileChannel used;
        lock.lock();
        try {
            reopen();
            used = channel;
            while (bytes.hasRemaining()) {
                used.write(bytes);
            }
        } finally {
            lock.unlock();
        }
        if (config.sync()) {
            try {
                used.force(false);
            } catch (ClosedChannelException e) {
                // It was renamed in between, and synced then.
            }
        }
    }

    private void reopen() throws IOException {
        Object now;
        try {
            now = identity(config.file());
        } catch (NoSuchFileException e) {
            now = "";
        }
        if (!now.equals(identity)) {
            FileChannel next = append(config.file());
            channel.force(false);
            channel.close();
            channel = next;
            identity = identity(config.file());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
