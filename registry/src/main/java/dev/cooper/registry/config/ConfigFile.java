package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the configuration file of the distribution project's registry. */
final class ConfigFile {
    /** What would change how the registry works and is not done here. */
    private static final List<List<String>> UNSUPPORTED =
            List.of(
                    List.of("auth.silly", "the authentication \"silly\""),
                    List.of("middleware", "middleware"),
                    List.of("storage.gcs", "the storage gcs"),
                    List.of("storage.azure", "the storage azure"),
                    List.of("storage.swift", "the storage swift"),
                    List.of("storage.oss", "the storage oss"),
                    List.of("storage.inmemory", "the storage inmemory"),
                    List.of("http.tls.letsencrypt", "a certificate from Let's Encrypt"));

    /** What is without meaning here, or about what cannot be seen from outside. */
    private static final List<String> TUNING =
            List.of(
                    "storage.cache",
                    "storage.tag",
                    "storage.filesystem.maxthreads",
                    "storage.maintenance.uploadpurging.interval",
                    "http.secret",
                    "http.http2");

    private final ConfigTree tree;

    private ConfigFile(ConfigTree tree) {
        this.tree = tree;
    }

    static RegistryConfig read(Optional<Path> file, Map<String, String> environment, Path directory)
            throws IOException {
        String yaml = file.isPresent() ? Files.readString(file.get()) : "";
        String where = file.map(Path::toString).orElse("the environment");
        ConfigTree tree = ConfigTree.parse(yaml, where, environment);
        try {
            return new ConfigFile(tree).config(directory, file.isEmpty(), environment);
        } catch (SyntaxException e) {
            throw new SyntaxException(where + ": " + e.getMessage(), e);
        }
    }

    private RegistryConfig config(
            Path directory, boolean mayDelete, Map<String, String> environment) throws IOException {
        refuseOtherVersion();
        refuseUnsupported();
        boolean h2c = tree.flag("http.h2c.enabled", false);
        List<String> needless = TUNING.stream().filter(key -> !tree.under(key).isEmpty()).toList();
        TUNING.forEach(tree::drop);
        RegistryConfig config =
                new RegistryConfig(
                        StorageSection.read(tree, directory, mayDelete),
                        HttpSection.read(tree),
                        AuthSection.read(tree),
                        ManifestsConfig.read(tree),
                        LimitsConfig.read(tree),
                        ProxySection.read(tree, environment),
                        OperationsSection.read(tree, environment),
                        List.of());
        if (config.proxy().isOn() && config.manifests().policy().isPresent()) {
            throw new SyntaxException(
                    "cooper.policy: policies are not asked about images of cached registries; put"
                            + " the cache (proxy, cooper.upstreams) into a registry of its own");
        }
        return config.withWarnings(warnings(config, h2c, needless));
    }

    private void refuseOtherVersion() {
        Optional<String> version = tree.text("version");
        if (version.isPresent() && !version.get().equals("0.1")) {
            throw new SyntaxException("version \"" + version.get() + "\": want 0.1");
        }
    }

    private void refuseUnsupported() {
        for (List<String> each : UNSUPPORTED) {
            if (!tree.under(each.getFirst()).isEmpty()) {
                throw notSupported(each.getFirst(), each.getLast());
            }
        }
    }

    static SyntaxException notSupported(String key, String what) {
        return new SyntaxException(
                key + ": " + what + " is not supported; take it out of the configuration");
    }

    private List<String> warnings(RegistryConfig config, boolean h2c, List<String> needless) {
        List<String> warnings = new ArrayList<>();
        if (config.auth() instanceof AuthConfig.Open) {
            config.proxy().upstreams().stream()
                    .filter(upstream -> upstream.settings().hasLogin())
                    .map(ConfigFile::openToAll)
                    .forEach(warnings::add);
        }
        if (h2c) {
            warnings.add("http.h2c: HTTP/2 is not spoken; clients go on with HTTP/1.1");
        }
        if (!needless.isEmpty()) {
            warnings.add("nothing here needs " + String.join(", ", needless) + "; not used");
        }
        for (String key : tree.rest()) {
            if (!key.isEmpty()) {
                warnings.add(key + " is unknown or not supported and has no effect");
            }
        }
        Path other = config.storage().directory().resolve("docker");
        if (Files.isDirectory(other.resolve("registry/v2"))) {
            warnings.add(
                    other
                            + " holds images of another registry: cooper registry import takes"
                            + " them over, then the directory may be deleted");
        }
        return warnings;
    }

    private static String openToAll(UpstreamConfig upstream) {
        return "everyone who reaches this registry reads what its login at "
                + upstream.name()
                + " may read there; ask for logins here, with cooper.auth or auth";
    }
}
