package dev.cooper.registry.operations;

import dev.cooper.registry.config.HealthConfig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What is wrong at the moment, by the checks that the configuration asks for and by what we do. */
public final class Health implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    /** Fails when something is wrong. */
    interface Check {
        void run() throws IOException, InterruptedException;
    }

    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Check storage;
    private volatile boolean draining;

    private Health(Check storage) {
        this.storage = storage;
    }

    /**
     * Starts the checks.
     *
     * @param storage tries whether the storage can be written
     */
    static Health open(HealthConfig config, Check storage) {
        Health health = new Health(storage);
        config.storage().ifPresent(often -> health.poll("storagedriver", often, storage));
        config.files()
                .forEach(each ->
                        health.poll(each.file().toString(), each.often(), () -> file(each)));
        config.http().forEach(each -> health.poll(shown(each), each.often(), () -> http(each)));
        config.tcp()
                .forEach(each ->
                        health.poll(
                                each.host() + ":" + each.port(), each.often(), () -> tcp(each)));
        return health;
    }

    private static String shown(HealthConfig.HttpCheck check) {
        return check.uri().getHost() + check.uri().getPath();
    }

    private static void file(HealthConfig.FileCheck check) throws IOException {
        if (Files.exists(check.file())) {
            throw new IOException("file exists");
        }
    }

    private static void http(HealthConfig.HttpCheck check)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(check.uri())
                        .timeout(check.timeout())
                        .method("HEAD", HttpRequest.BodyPublishers.noBody());
        check.headers().forEach((name, values) -> values.forEach(v -> request.header(name, v)));
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(check.timeout()).build()) {
            int status =
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            if (status != check.status()) {
                throw new IOException("downstream service returned unexpected status: " + status);
            }
        }
    }

    private static void tcp(HealthConfig.TcpCheck check) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(check.host(), check.port()),
                    (int) Math.max(1, check.timeout().toMillis()));
        }
    }

    private void poll(String name, HealthConfig.Often often, Check check) {
        threads.add(
                Thread.ofVirtual()
                        .name("registry-health-" + name)
                        .start(() -> repeat(name, often, check)));
    }

    private void repeat(String name, HealthConfig.Often often, Check check) {
        int failures = 0;
        while (true) {
            try {
                try {
                    check.run();
                    failures = 0;
                    if (failing.remove(name) != null) {
                        LOG.log(System.Logger.Level.INFO, "the check {0} passes again", name);
                    }
                } catch (IOException | RuntimeException e) {
                    failures++;
                    if (failures >= often.threshold() && failing.put(name, text(e)) == null) {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "the check {0} fails: {1}",
                                name,
                                text(e));
                    }
                }
                Thread.sleep(often.interval());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String text(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** From now on nothing new should come here. */
    public void drain() {
        draining = true;
    }

    /** Whether the registry is about to end. */
    public boolean isDraining() {
        return draining;
    }

    /** The checks of the configuration that fail, and why. */
    Map<String, String> failing() {
        return new TreeMap<>(failing);
    }

    /** Whether a check fails, so that requests are refused. */
    public boolean isFailing() {
        return !failing.isEmpty();
    }

    /** Why nothing should be sent here now; tries the storage. Empty when all is well. */
    Map<String, String> notReady() {
        Map<String, String> reasons = failing();
        if (draining) {
            reasons.put("draining", "the registry is stopping");
        } else if (!reasons.containsKey("storagedriver")) {
            try {
                storage.run();
            } catch (IOException | RuntimeException e) {
                reasons.put("storage", text(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reasons.put("storage", "interrupted");
            }
        }
        return reasons;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
