import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads one registry and prints a line for each measured operation: name, operations a second,
 * median and 99th percentile in ms, ms of the server's processor time for each.
 *
 * <p>usage: Registry URL PID OPERATION...
 */
public class Registry {
    private static final byte[] NOTHING = new byte[0];
    private static final String ACCEPT = "Accept: application/vnd.oci.image.manifest.v1+json\r\n";
    private static final String MANIFEST =
            "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n";
    private static final String BYTES = "Content-Type: application/octet-stream\r\n";

    private final URI base;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final long pid;
    private final java.util.Set<String> configs =
            java.util.concurrent.ConcurrentHashMap.newKeySet();

    private Registry(URI base, long pid) {
        this.base = base;
        this.pid = pid;
    }

    /** One request of an operation; the number tells it from the others. */
    private interface Request {
        void send(int number) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Registry registry = new Registry(URI.create(args[0]), Long.parseLong(args[1]));
        for (String operation : Arrays.asList(args).subList(2, args.length)) {
            registry.run(operation);
        }
    }

    private void run(String operation) throws Exception {
        switch (operation) {
            case "push1k" -> measure(operation, 2000, 8, n -> pushBlob("small", noise(n, 1024)));
            case "pull1k" -> {
                String digest = pushBlob("small", noise(-1, 1024));
                measure(operation, 5000, 8, n -> get("/v2/small/blobs/" + digest, 1024));
            }
            case "head" -> {
                String digest = pushBlob("small", noise(-1, 1024));
                measure(operation, 5000, 8, n -> head("/v2/small/blobs/" + digest));
            }
            case "tags10" -> {
                pushTags("few", 10, 1);
                measure(operation, 5000, 8, n -> get("/v2/few/manifests/t" + n % 10, -1));
            }
            case "manytags" -> pushTags("many", 100_000, 64);
            case "tags100k" ->
                    measure(operation, 5000, 8, n -> get("/v2/many/manifests/t" + n * 19, -1));
            case "list100k" ->
                    measure(operation, 30, 1, n -> get("/v2/many/tags/list?n=100&last=t5", -1));
            case "delete", "delete8" -> {
                String[] digests = pushImages("gone", 2500);
                int clients = operation.equals("delete") ? 1 : 8;
                measure(operation, 1000, clients, n -> delete("/v2/gone/manifests/" + digests[n]));
            }
            case "push100m" -> measure(operation, 15, 1, n -> pushBlob("big", noise(n, 100 << 20)));
            case "pull100m" -> {
                String digest = pushBlob("big", noise(-2, 100 << 20));
                measure(operation, 50, 1, n -> get("/v2/big/blobs/" + digest, 100 << 20));
            }
            case "mixed" -> mixed();
            default -> throw new IllegalArgumentException(operation);
        }
    }

    /** 64 clients: seven pulls, two pushes and one tag of ten requests. */
    private void mixed() throws Exception {
        String small = pushBlob("mixed", noise(-3, 1024));
        String large = pushBlob("mixed", noise(-4, 1 << 20));
        byte[] manifest = manifest("mixed", 0);
        measure(
                "mixed",
                6400,
                64,
                n -> {
                    switch (n % 10) {
                        case 0, 1 -> pushBlob("mixed", noise(1_000_000 + n, 4096));
                        case 2 -> putManifest("mixed", "m" + n % 100, manifest);
                        case 3 -> get("/v2/mixed/blobs/" + large, 1 << 20);
                        default -> get("/v2/mixed/blobs/" + small, 1024);
                    }
                });
    }

    private void measure(String name, int count, int clients, Request request) throws Exception {
        for (int i = 0; i < Math.min(count / 5, 200); i++) {
            request.send(count + i); // warm
        }
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        double cpu = cpuSeconds();
        long begin = System.nanoTime();
        each(
                clients,
                () -> {
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        request.send(n);
                        nanos[n] = System.nanoTime() - start;
                    }
                    return null;
                });
        double seconds = (System.nanoTime() - begin) / 1e9;
        cpu = cpuSeconds() - cpu;
        Arrays.sort(nanos);
        System.out.printf(
                "%s\t%.1f\t%.2f\t%.2f\t%.3f%n",
                name,
                count / seconds,
                nanos[count / 2] / 1e6,
                nanos[(int) (count * 0.99)] / 1e6,
                cpu * 1000 / count);
    }

    private static void each(int clients, java.util.concurrent.Callable<?> work) throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new java.util.ArrayList<java.util.concurrent.Future<?>>();
            for (int i = 0; i < clients; i++) {
                running.add(pool.submit(work));
            }
            for (var one : running) {
                one.get();
            }
        }
    }

    private double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private void pushTags(String repository, int count, int clients) throws Exception {
        byte[] manifest = manifest(repository, 0);
        AtomicInteger next = new AtomicInteger();
        each(
                clients,
                () -> {
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        putManifest(repository, "t" + n, manifest);
                    }
                    return null;
                });
    }

    private String[] pushImages(String repository, int count) throws Exception {
        String[] digests = new String[count];
        manifest(repository, 0); // the config is there before any manifest
        AtomicInteger next = new AtomicInteger();
        each(
                16,
                () -> {
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        byte[] manifest = manifest(repository, n);
                        putManifest(repository, "v" + n, manifest);
                        digests[n] = digest(manifest);
                    }
                    return null;
                });
        return digests;
    }

    private byte[] manifest(String repository, int number) throws Exception {
        byte[] config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                        .getBytes(StandardCharsets.UTF_8);
        String digest = digest(config);
        if (configs.add(repository)) {
            pushBlob(repository, config);
        }
        return ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":"
                        + config.length
                        + ",\"digest\":\""
                        + digest
                        + "\"},\"layers\":[],\"annotations\":{\"n\":\""
                        + number
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void putManifest(String repository, String tag, byte[] manifest) throws Exception {
        send(201, "PUT", "/v2/" + repository + "/manifests/" + tag, MANIFEST, manifest);
    }

    private String pushBlob(String repository, byte[] content) throws Exception {
        String start = "/v2/" + repository + "/blobs/uploads/";
        URI location = base.resolve(send(202, "POST", start, "", NOTHING).location());
        String digest = digest(content);
        String query = location.getRawQuery() == null ? "?" : "?" + location.getRawQuery() + "&";
        send(201, "PUT", location.getRawPath() + query + "digest=" + digest, BYTES, content);
        return digest;
    }

    private void get(String path, long size) throws Exception {
        Connection.Answer answer = send(200, "GET", path, ACCEPT, NOTHING);
        if (size >= 0 && answer.bytes() != size) {
            throw new IOException(path + ": " + answer.bytes() + " bytes");
        }
    }

    private void head(String path) throws Exception {
        send(200, "HEAD", path, ACCEPT, NOTHING);
    }

    private void delete(String path) throws Exception {
        send(202, "DELETE", path, "", NOTHING);
    }

    private Connection.Answer send(
            int expected, String method, String path, String header, byte[] body)
            throws IOException {
        Connection connection = idle.poll();
        if (connection == null) {
            connection = new Connection(base);
        }
        Connection.Answer answer = connection.send(method, path, header, body);
        if (connection.isEnded()) {
            connection.close();
        } else {
            idle.add(connection);
        }
        if (answer.status() != expected) {
            throw new IOException(method + " " + path + ": " + answer.status());
        }
        return answer;
    }

    private static byte[] noise(int number, int length) {
        byte[] bytes = new byte[length];
        new Random(number * 31L + length).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] bytes) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
