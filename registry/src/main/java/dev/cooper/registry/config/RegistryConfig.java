package dev.cooper.registry.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a registry runs. */
public final class RegistryConfig {
    private final StorageConfig storage;
    private final HttpConfig http;
    private final AuthConfig auth;
    private final ManifestsConfig manifests;
    private final LimitsConfig limits;
    private final ProxyConfig proxy;
    private final OperationsConfig operations;
    private final List<String> warnings;

    RegistryConfig(
            StorageConfig storage,
            HttpConfig http,
            AuthConfig auth,
            ManifestsConfig manifests,
            LimitsConfig limits,
            ProxyConfig proxy,
            OperationsConfig operations,
            List<String> warnings) {
        this.storage = storage;
        this.http = http;
        this.auth = auth;
        this.manifests = manifests;
        this.limits = limits;
        this.proxy = proxy;
        this.operations = operations;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * A registry on the loopback interface, port 5000, open to all users of this machine.
     *
     * @param directory where database and objects shall be
     */
    public static RegistryConfig defaults(Path directory) {
        return new RegistryConfig(
                StorageConfig.in(directory),
                HttpConfig.DEFAULT,
                new AuthConfig.Open(),
                ManifestsConfig.DEFAULT,
                LimitsConfig.DEFAULT,
                ProxyConfig.NONE,
                OperationsConfig.DEFAULT,
                List.of());
    }

    /**
     * Reads a {@code config.yml} as the distribution project's registry takes it, with the
     * environment variables that override it.
     *
     * @param file the file; empty for only the environment
     * @param environment variables, of which those that begin with {@code REGISTRY_} count
     * @param directory where the data is when nothing else is said
     * @throws IOException when the file cannot be read
     * @throws dev.cooper.oci.SyntaxException when it is wrong, or asks for what is not supported
     */
    public static RegistryConfig parse(
            Optional<Path> file, Map<String, String> environment, Path directory)
            throws IOException {
        return ConfigFile.read(file, environment, directory);
    }

    /** Where everything is kept. */
    public StorageConfig storage() {
        return storage;
    }

    /** Where and how requests come in. */
    public HttpConfig http() {
        return http;
    }

    /** How much a caller may ask for. */
    public LimitsConfig limits() {
        return limits;
    }

    /** Who may use the registry. */
    public AuthConfig auth() {
        return auth;
    }

    /** Which manifests are taken. */
    public ManifestsConfig manifests() {
        return manifests;
    }

    /** Whether the registry keeps users and robots itself. */
    public boolean hasAccounts() {
        return auth instanceof AuthConfig.Own;
    }

    /** Which other registries are cached. */
    public ProxyConfig proxy() {
        return proxy;
    }

    /** The same with other registries to cache. */
    public RegistryConfig withProxy(ProxyConfig newProxy) {
        return new RegistryConfig(
                storage, http, auth, manifests, limits, newProxy, operations, warnings);
    }

    /** How the registry is watched and told about. */
    public OperationsConfig operations() {
        return operations;
    }

    /** What in the configuration has no effect, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** Where the data is, for people; no secrets. */
    public String data() {
        String objects = storage.s3().map(S3Config::shown).orElse(storage.directory().toString());
        return storage.database().map(database -> database + " and ").orElse("") + objects;
    }

    /** The configuration in a few words, by subject, for people; no secrets. */
    public Map<String, String> summary() {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("address", http.host() + ":" + http.port());
        summary.put("data", data());
        summary.put("tls", http.tls().isPresent() ? "on" : "off");
        summary.put("users", auth.summary());
        summary.put("deletes", storage.mayDelete() ? "allowed" : "refused");
        if (proxy.isOn()) {
            summary.put("caches", proxy.summary());
        }
        manifests.policy().ifPresent(policy -> summary.put("policies", policy.summary()));
        operations.traces().ifPresent(traces -> summary.put("traces", traces.summary()));
        summary.putAll(NotificationsSection.summary(operations.notifications()));
        return summary;
    }

    /** Returns the same with another port, 0 for any that is free. */
    public RegistryConfig withPort(int port) {
        return new RegistryConfig(
                storage, http.withPort(port), auth, manifests, limits, proxy, operations, warnings);
    }

    /** The same with other warnings. */
    public RegistryConfig withWarnings(List<String> newWarnings) {
        return new RegistryConfig(
                storage, http, auth, manifests, limits, proxy, operations, newWarnings);
    }

    /** The same, watched in another way. */
    public RegistryConfig withOperations(OperationsConfig newOperations) {
        return new RegistryConfig(
                storage, http, auth, manifests, limits, proxy, newOperations, warnings);
    }

    /** The same with another storage. */
    public RegistryConfig withStorage(StorageConfig newStorage) {
        return new RegistryConfig(
                newStorage, http, auth, manifests, limits, proxy, operations, warnings);
    }
}
