package dev.cooper.transfer;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.NotFoundException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

/**
 * All registries, as this machine and its user have configured them: logins, mirrors, insecure
 * hosts, certificates, proxies. Connects to nothing before it must. Safe for several threads; to be
 * closed, which ends all connections.
 */
public final class Registries implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Configuration configuration;
    private final Credentials credentials;
    private final EnvironmentProxies proxies;
    private final Retry retry;
    private final SavedSessions sessions;
    private final Warnings warnings = new Warnings();
    private final IdleGuard guard = new IdleGuard(SILENCE);
    private final Map<String, Access> accesses = new HashMap<>();
    private final Map<HostSettings, Host> hosts = new HashMap<>();
    private final List<HttpClient> clients = new ArrayList<>();
    private @Nullable HttpClient shared;

    Registries(
            Configuration configuration,
            Credentials credentials,
            Map<String, String> environment,
            Retry retry) {
        this.configuration = configuration;
        this.credentials = credentials;
        this.proxies = new EnvironmentProxies(Map.copyOf(environment));
        this.retry = retry;
        this.sessions = SavedSessions.ofEnvironment(environment);
        configuration.registries().unknown().forEach(warnings::note);
    }

    /**
     * Reads the configuration that the environment points to.
     *
     * @param environment the variables of the process
     * @throws IOException when a file of the configuration cannot be read
     */
    public static Registries ofEnvironment(Map<String, String> environment) throws IOException {
        Configuration configuration = Configuration.ofEnvironment(environment);
        return new Registries(
                configuration,
                Credentials.ofEnvironment(environment, configuration.registries().helpers()),
                environment,
                Retry.USUAL);
    }

    /** Returns the logins of the user. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Says how to speak to a registry from now on.
     *
     * @param registry host and port as in a reference
     * @param access what counts beside the configuration
     */
    public synchronized void use(String registry, Access access) {
        accesses.put(registry, access);
        hosts.keySet().removeIf(settings -> settings.name().equals(registry));
    }

    private synchronized Access access(String registry) {
        return accesses.getOrDefault(registry, Access.USUAL);
    }

    /**
     * Returns a repository as a place. Nothing is asked yet.
     *
     * @param reference the repository; tag and digest do not matter
     * @throws RegistryException when the configuration forbids the registry
     * @throws IOException when the certificates for it cannot be read
     */
    public RegistryPlace repository(Reference reference) throws IOException {
        Reference name = reference.withoutTagAndDigest();
        List<Source> sources = new ArrayList<>();
        Configuration.Places places = configuration.places(name);
        places.unknown().forEach(warnings::note);
        for (Mirror place : places.reading()) {
            sources.add(source(place));
        }
        return new RegistryPlace(name, sources, source(places.writing()), sessions);
    }

    private Source source(Mirror place) throws IOException {
        return new Source(
                host(place), Configuration.pathOf(place.location()), place.tags(), place.digests());
    }

    /**
     * Reads the name of an image as users write it. What names no registry is looked up among the
     * short names of registries.conf; where that names several registries to search, they are
     * asked.
     *
     * @param text such as {@code fedora:42} or {@code registry.example/shop}
     * @throws SyntaxException when it is no name, or must not be guessed
     * @throws NotFoundException when none of several registries has it
     * @throws IOException when a registry cannot be asked
     */
    public Reference named(String text) throws IOException {
        List<Reference> candidates = configuration.registries().shortNames().candidates(text);
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        List<String> failures = new ArrayList<>();
        for (Reference candidate : candidates) {
            try {
                if (repository(candidate).resolve(candidate).isPresent()) {
                    return candidate;
                }
                failures.add("registry " + candidate.registry() + " does not have it");
            } catch (RegistryException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        throw new NotFoundException(
                text
                        + " is in none of the registries that are searched: "
                        + String.join("; ", failures));
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
        Host host = host(Mirror.of(registry, configuration.isInsecure(registry)));
        return Pages.strings(host, call, "repositories");
    }

    /**
     * Tries a login at its registry. It is not kept; {@link Credentials#store} does that.
     *
     * @param registry host and port as in a reference
     * @return what to keep: the login itself, or the identity token that the registry gave for it
     * @throws RegistryException when the registry refuses it
     * @throws IOException when the connection breaks
     */
    public Login login(String registry, Login login) throws IOException {
        HostSettings settings = new HostSettings(registry, configuration.isInsecure(registry));
        Host host = connect(settings, (name, repository) -> Optional.of(login), true);
        Call call = Call.of("GET", "/v2/", List.of(), registry, "logging in to");
        try (Answer answer = host.send(call)) {
            if (answer.status() != 200) {
                throw Failures.of(answer, call, registry);
            }
        }
        return host.auth()
                .identityToken()
                .map(token -> Login.ofIdentityToken(login.username(), token))
                .orElse(login);
    }

    /**
     * Returns the warnings that registries gave so far, each once, with the host or the file of
     * configuration before it.
     */
    public List<String> warnings() {
        return warnings.all();
    }

    private synchronized Host host(Mirror place) throws IOException {
        String name = Configuration.hostOf(place.location());
        Access access = access(name);
        HostSettings settings =
                new HostSettings(name, place.insecure() || access.insecure(), place.containerd());
        Host known = hosts.get(settings);
        if (known == null) {
            Logins logins =
                    access.login().isPresent()
                            ? (host, repository) -> access.login()
                            : credentials::find;
            known = connect(settings, logins, false);
            hosts.put(settings, known);
        }
        return known;
    }

    private Host connect(HostSettings settings, Logins logins, boolean offline) throws IOException {
        Transport foreign = new Transport(shared(), retry, guard);
        Transport transport = new Transport(client(settings), retry, guard);
        TokenService tokens = new TokenService(transport, settings.insecure(), offline);
        Auth auth = new Auth(settings.name(), logins, tokens);
        Host host = new Host(settings, transport, foreign, auth, warnings);
        return settings.containerd().map(known -> host.at(known.api())).orElse(host);
    }

    private synchronized HttpClient shared() {
        HttpClient known = shared;
        if (known == null) {
            known = builder().build();
            shared = known;
            clients.add(known);
        }
        return known;
    }

    private synchronized HttpClient client(HostSettings settings) throws IOException {
        Optional<Path> certificates =
                access(settings.name())
                        .certificates()
                        .or(() ->
                                Certificates.directory(
                                        configuration.certificates(), settings.name()));
        Optional<ContainerdHost> containerd = settings.containerd();
        boolean unverified = settings.isUnverified();
        if (certificates.isEmpty() && containerd.isEmpty() && !unverified) {
            return shared();
        }
        SSLContext context =
                containerd.isPresent()
                        ? Certificates.context(containerd.get())
                        : Certificates.context(certificates, unverified);
        HttpClient own = builder().sslContext(context).build();
        clients.add(own);
        return own;
    }

    private HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(proxies)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    @Override
    public synchronized void close() {
        guard.close();
        for (HttpClient client : clients) {
            client.shutdownNow();
            client.close();
        }
        clients.clear();
    }
}
