package dev.cooper.transfer;

import dev.cooper.oci.Reference;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * All registries, as this machine and its user have configured them: logins, mirrors, insecure
 * hosts, certificates, proxies. Connects to nothing before it must. Safe for several threads; to be
 * closed, which ends all connections.
 */
public final class Registries implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Credentials credentials;
    private final Retry retry;
    private final Warnings warnings = new Warnings();
    private final IdleGuard guard = new IdleGuard(SILENCE);
    private final Map<HostSettings, Host> hosts = new HashMap<>();
    private @Nullable HttpClient client;

    Registries(Credentials credentials, Retry retry) {
        this.credentials = credentials;
        this.retry = retry;
    }

    /**
     * Reads the configuration that the environment points to.
     *
     * @param environment the variables of the process
     * @throws IOException when a file of the configuration cannot be read
     */
    public static Registries ofEnvironment(Map<String, String> environment) throws IOException {
        return new Registries(Credentials.ofEnvironment(environment), Retry.USUAL);
    }

    /** Returns the logins of the user. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Returns a repository as a place. Nothing is asked yet.
     *
     * @param reference the repository; tag and digest do not matter
     */
    public RegistryPlace repository(Reference reference) {
        return new RegistryPlace(
                reference.withoutTagAndDigest(),
                host(new HostSettings(reference.registry(), false)));
    }

    /**
     * Lists the repositories of a registry, sorted as the registry does.
     *
     * @param registry host and port as in a reference
     * @throws RegistryException when the registry does not allow it
     * @throws IOException when the connection breaks
     */
    public List<String> catalog(String registry) throws IOException {
        Call call =
                Call.of(
                        "GET",
                        "/v2/_catalog?n=1000",
                        List.of("registry:catalog:*"),
                        registry,
                        "listing repositories of");
        return Pages.strings(host(new HostSettings(registry, false)), call, "repositories");
    }

    /** Returns the warnings that registries gave so far, each once, with the host before it. */
    public List<String> warnings() {
        return warnings.all();
    }

    private synchronized Host host(HostSettings settings) {
        return hosts.computeIfAbsent(settings, this::connect);
    }

    private Host connect(HostSettings settings) {
        Transport transport = new Transport(client(), retry, guard);
        TokenService tokens = new TokenService(transport, settings.insecure());
        return new Host(
                settings, transport, new Auth(settings.name(), credentials, tokens), warnings);
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(CONNECT)
                            .executor(Executors.newVirtualThreadPerTaskExecutor())
                            .build();
            client = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        guard.close();
        if (client != null) {
            client.shutdownNow();
            client.close();
        }
    }
}
