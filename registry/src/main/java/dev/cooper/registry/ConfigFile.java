package dev.cooper.registry;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration file of the distribution project's registry. */
final class ConfigFile {
    /** What would change how the registry works and is not done here. */
    private static final List<List<String>> UNSUPPORTED =
            List.of(
                    List.of("proxy", "a pull-through cache"),
                    List.of("auth.token", "authentication by tokens"),
                    List.of("auth.silly", "the authentication \"silly\""),
                    List.of("notifications.endpoints", "sending notifications"),
                    List.of("middleware", "middleware"),
                    List.of("storage.s3", "the storage s3"),
                    List.of("storage.gcs", "the storage gcs"),
                    List.of("storage.azure", "the storage azure"),
                    List.of("storage.swift", "the storage swift"),
                    List.of("storage.oss", "the storage oss"),
                    List.of("storage.inmemory", "the storage inmemory"),
                    List.of("storage.maintenance.readonly.enabled", "a read-only registry"),
                    List.of("http.prefix", "a prefix of all paths"),
                    List.of("http.net", "listening on anything but TCP"),
                    List.of("http.tls.clientcas", "asking clients for certificates"),
                    List.of("http.tls.letsencrypt", "certificates from Let's Encrypt"),
                    List.of("cooper.database", "another database than SQLite"));

    /** What is without meaning here, or about what cannot be seen from outside. */
    private static final List<String> IGNORED =
            List.of(
                    "version",
                    "log",
                    "loglevel",
                    "health",
                    "storage.cache",
                    "storage.redirect",
                    "storage.tag",
                    "storage.filesystem.maxthreads",
                    "storage.maintenance.uploadpurging.enabled",
                    "storage.maintenance.uploadpurging.interval",
                    "storage.maintenance.uploadpurging.dryrun",
                    "http.secret",
                    "http.host",
                    "http.relativeurls",
                    "http.draintimeout",
                    "http.http2",
                    "http.h2c");

    private final ConfigTree tree;
    private final List<String> warnings = new ArrayList<>();

    private ConfigFile(ConfigTree tree) {
        this.tree = tree;
    }

    static RegistryConfig read(Optional<Path> file, Map<String, String> environment, Path directory)
            throws IOException {
        String yaml = file.isPresent() ? Files.readString(file.get()) : "";
        String where = file.map(Path::toString).orElse("the environment");
        ConfigTree tree = ConfigTree.parse(yaml, where, environment);
        try {
            return new ConfigFile(tree).config(RegistryConfig.defaults(directory), file);
        } catch (SyntaxException e) {
            throw new SyntaxException(where + ": " + e.getMessage(), e);
        }
    }

    private RegistryConfig config(RegistryConfig defaults, Optional<Path> file) {
        refuseUnsupported();
        IGNORED.forEach(tree::drop);
        String address = tree.text("http.addr").orElse("127.0.0.1:5000");
        int colon = address.lastIndexOf(':');
        long port = ByteRange.number(address.substring(colon + 1));
        if (colon < 0 || port < 0 || port > 65535) {
            throw new SyntaxException("http.addr \"" + address + "\": want HOST:PORT or :PORT");
        }
        Optional<Path> htpasswd = htpasswd();
        RegistryConfig config =
                new RegistryConfig(
                        tree.text("storage.filesystem.rootdirectory")
                                .filter(text -> !text.isEmpty())
                                .map(Path::of)
                                .orElse(defaults.directory()),
                        address.substring(0, colon).replace("[", "").replace("]", ""),
                        (int) port,
                        tls(),
                        htpasswd,
                        tree.text("auth.htpasswd.realm").orElse(defaults.realm()),
                        tree.flag("storage.delete.enabled", file.isEmpty()),
                        headers(),
                        Set.copyOf(tree.texts("cooper.manifests.mediatypes")),
                        duration("cooper.gc.lease", defaults.lease()),
                        duration("storage.maintenance.uploadpurging.age", defaults.uploadExpiry()),
                        List.of());
        return withWarnings(config);
    }

    private void refuseUnsupported() {
        // An empty list of end points, as in many examples, asks for nothing.
        if (tree.under("notifications.endpoints").equals(List.of("notifications.endpoints"))
                && tree.texts("notifications.endpoints").isEmpty()) {
            tree.drop("notifications.endpoints");
        }
        if (tree.text("http.net").filter(net -> !net.equals("tcp")).isPresent()) {
            throw notSupported(List.of("http.net", "listening on anything but TCP"));
        }
        if (!tree.flag("storage.maintenance.readonly.enabled", false)) {
            tree.drop("storage.maintenance.readonly.enabled");
        } else {
            throw notSupported(
                    List.of("storage.maintenance.readonly.enabled", "a read-only registry"));
        }
        for (List<String> each : UNSUPPORTED) {
            if (!tree.under(each.getFirst()).isEmpty()) {
                throw notSupported(each);
            }
        }
        for (String choice : List.of("auth", "storage")) {
            String chosen = tree.text(choice).orElse("");
            if (!Set.of("", "htpasswd", "filesystem", "none").contains(chosen)) {
                throw notSupported(List.of(choice, "\"" + chosen + "\""));
            }
        }
    }

    private static SyntaxException notSupported(List<String> key) {
        return new SyntaxException(
                key.getFirst()
                        + ": "
                        + key.getLast()
                        + " is not supported yet; take it out of the configuration");
    }

    private Optional<Path> htpasswd() {
        boolean asked = !tree.under("auth.htpasswd").isEmpty();
        Optional<Path> path =
                tree.text("auth.htpasswd.path").filter(text -> !text.isEmpty()).map(Path::of);
        if (asked && path.isEmpty()) {
            throw new SyntaxException("auth.htpasswd: want a path, the file of users and hashes");
        }
        return path;
    }

    private Optional<RegistryConfig.TlsFiles> tls() {
        String certificate = tree.text("http.tls.certificate").orElse("");
        String key = tree.text("http.tls.key").orElse("");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new SyntaxException("http.tls: want both certificate and key");
        }
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegistryConfig.TlsFiles(Path.of(certificate), Path.of(key)));
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = tree.lists("http.headers");
        headers.forEach((name, values) -> {
            if (!isToken(name) || values.stream().anyMatch(ConfigFile::hasControls)) {
                throw new SyntaxException(
                        "http.headers: \"" + name + "\" is no header that can be sent");
            }
        });
        return headers;
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (Character.isLetterOrDigit(c) && c < 127) || c == '-');
    }

    private static boolean hasControls(String value) {
        return value.chars().anyMatch(c -> c < ' ' || c == 127);
    }

    /** A duration as Go writes simple ones: {@code 168h}, {@code 30m}, {@code 90s}. */
    private Duration duration(String path, Duration fallback) {
        Optional<String> text = tree.text(path).filter(each -> !each.isEmpty());
        if (text.isEmpty()) {
            return fallback;
        }
        String value = text.get();
        long number = ByteRange.number(value.substring(0, value.length() - 1));
        char unit = value.charAt(value.length() - 1);
        if (number <= 0 || number > 1_000_000 || "hms".indexOf(unit) < 0) {
            throw new SyntaxException(
                    path + ": \"" + value + "\": want a number and h, m or s, such as 168h");
        }
        return switch (unit) {
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private RegistryConfig withWarnings(RegistryConfig config) {
        for (String key : tree.rest()) {
            if (!key.isEmpty() && !Set.of("auth.htpasswd", "storage.filesystem").contains(key)) {
                warnings.add(key + " is unknown or not supported and has no effect");
            }
        }
        if (Files.isDirectory(config.directory().resolve("docker/registry/v2"))) {
            warnings.add(
                    "the images that another registry keeps under "
                            + config.directory().resolve("docker")
                            + " are not adopted; copy them over");
        }
        return new RegistryConfig(
                config.directory(),
                config.host(),
                config.port(),
                config.tls(),
                config.htpasswd(),
                config.realm(),
                config.mayDelete(),
                config.headers(),
                config.manifestTypes(),
                config.lease(),
                config.uploadExpiry(),
                warnings);
    }
}
