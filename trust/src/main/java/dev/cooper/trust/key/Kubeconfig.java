package dev.cooper.trust.key;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the API server of a cluster is reached: by kubectl's configuration, or from within. */
final class Kubeconfig {
    private static final Path WITHIN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final long MOST = 4 << 20;

    private Kubeconfig() {}

    /**
     * Finds the server: of the current context of KUBECONFIG or {@code ~/.kube/config}, else the
     * one of the cluster that this process runs in.
     */
    static KeyServer server(Map<String, String> environment) throws IOException {
        List<Path> files = files(environment);
        if (!files.isEmpty()) {
            return configured(files);
        }
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        Path token = WITHIN.resolve("token");
        if (host.isEmpty() || !Files.isRegularFile(token)) {
            throw new SyntaxException(
                    "no cluster is known: set KUBECONFIG, or run within the cluster");
        }
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return KeyServer.of(
                "https://"
                        + shown
                        + ":"
                        + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"),
                bearer(Files.readString(token).strip()),
                new KeyServer.Tls(
                        Optional.of(Files.readAllBytes(WITHIN.resolve("ca.crt"))),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static List<Path> files(Map<String, String> environment) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        List<Path> files = new ArrayList<>();
        if (named.isEmpty()) {
            files.add(Path.of(environment.getOrDefault("HOME", "/"), ".kube", "config"));
        }
        for (String one : named.split(":", -1)) {
            if (!one.isEmpty()) {
                files.add(Path.of(one));
            }
        }
        files.removeIf(file -> !Files.isRegularFile(file));
        return files;
    }

    /** An entry of a configuration, and the directory that its files are named from. */
    private record Entry(JsonObject content, Path directory) {
        /** What is given in the configuration itself, or in a file that it names. */
        Optional<byte[]> data(String name) throws IOException {
            Optional<String> given = content.optionalString(name + "-data");
            if (given.isPresent()) {
                try {
                    return Optional.of(Base64.getMimeDecoder().decode(given.get()));
                } catch (IllegalArgumentException e) {
                    throw new SyntaxException(
                            content.where() + ": " + name + "-data is no base64", e);
                }
            }
            Optional<String> file = content.optionalString(name);
            return file.isPresent()
                    ? Optional.of(Files.readAllBytes(directory.resolve(file.get())))
                    : Optional.empty();
        }
    }

    private static KeyServer configured(List<Path> files) throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Path file : files) {
            all.add(new Entry(parse(file), file.toAbsolutePath().resolveSibling("")));
        }
        String current =
                all.stream()
                        .map(one -> one.content().string("current-context", ""))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElseThrow(
                                () -> new SyntaxException(files + ": there is no current-context"));
        JsonObject context = named(all, "contexts", "context", current).content();
        Entry cluster = named(all, "clusters", "cluster", context.string("cluster"));
        Entry user = named(all, "users", "user", context.string("user"));
        if (yes(cluster.content().get("insecure-skip-tls-verify"))) {
            throw new SyntaxException(
                    cluster.content().where()
                            + ": insecure-skip-tls-verify is not obeyed, keys are asked of nobody"
                            + " unknown; name the certificate-authority");
        }
        return KeyServer.of(
                cluster.content().string("server"),
                login(user),
                new KeyServer.Tls(
                        cluster.data("certificate-authority"),
                        user.data("client-certificate"),
                        user.data("client-key")));
    }

    private static boolean yes(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    private static Map<String, String> login(Entry user) throws IOException {
        JsonObject content = user.content();
        if (content.has("exec") || content.has("auth-provider")) {
            throw new SyntaxException(
                    content.where()
                            + ": users who log in by a program are not supported; give a token or"
                            + " a client-certificate");
        }
        Optional<String> file = content.optionalString("tokenFile");
        if (file.isPresent()) {
            return bearer(Files.readString(user.directory().resolve(file.get())).strip());
        }
        Optional<String> token = content.optionalString("token");
        if (token.isPresent()) {
            return bearer(token.get());
        }
        Optional<String> name = content.optionalString("username");
        if (name.isPresent()) {
            String pair = name.get() + ":" + content.string("password", "");
            byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
            return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        }
        return Map.of();
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    /** As kubectl has it, the first of several files wins. */
    private static Entry named(List<Entry> all, String list, String kind, String name) {
        for (Entry file : all) {
            if (file.content().has(list)) {
                for (JsonObject one : file.content().objects(list)) {
                    if (one.string("name").equals(name)) {
                        return new Entry(one.object(kind), file.directory());
                    }
                }
            }
        }
        throw new SyntaxException(
                all.getFirst().content().where() + ": there is no " + kind + " \"" + name + "\"");
    }

    private static JsonObject parse(Path file) throws IOException {
        if (Files.size(file) > MOST) {
            throw new IOException(file + " has more than " + MOST + " bytes");
        }
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        @Nullable Object found;
        try {
            found = plain(new Load(settings).loadFromString(Files.readString(file)));
        } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
            throw new SyntaxException(file + " is no YAML: " + e.getMessage(), e);
        }
        return JsonObject.of(found, file.toString());
    }

    /** With names that are texts, and whole numbers as JSON has them here. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, one) -> copy.put(String.valueOf(name), plain(one)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(one -> copy.add(plain(one)));
                yield copy;
            }
            case Integer number -> number.longValue();
            case null -> null;
            default -> value;
        };
    }
}
