package dev.cooper.transfer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

/**
 * Another service than a registry that knows the logins of registries and gives tokens as they do,
 * such as a server of trust data. Safe for several threads; to be closed, which ends its
 * connections.
 */
public final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Retry RETRY = new Retry(3, Duration.ofMillis(200), Duration.ofSeconds(10));

    private final HttpClient toIt;
    private final HttpClient elsewhere;
    private final IdleGuard guard;
    private final Host host;
    private final URI address;

    /**
     * What the service answered.
     *
     * @param status of HTTP
     * @param body as far as it was wanted
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Reply(int status, byte[] body) {}

    /**
     * What a service is asked.
     *
     * @param method of HTTP
     * @param path what follows the address of the service
     * @param scopes what a token must allow
     * @param contentType of the body; "" for none
     * @param body what is sent, possibly nothing
     * @param about for messages
     * @param doing what the user wants, for messages
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Question(
            String method,
            String path,
            List<String> scopes,
            String contentType,
            byte[] body,
            String about,
            String doing) {
        /** A question without a body. */
        public static Question of(
                String method, String path, List<String> scopes, String about, String doing) {
            return new Question(method, path, scopes, "", new byte[0], about, doing);
        }
    }

    private Service(
            HostSettings settings,
            Optional<URI> known,
            SSLContext context,
            Logins logins,
            Map<String, String> environment) {
        address = known.orElseGet(() -> URI.create("https://" + settings.api()));
        guard = new IdleGuard(PATIENCE);
        EnvironmentProxies proxies = new EnvironmentProxies(environment);
        toIt = builder(proxies).sslContext(context).build();
        elsewhere = builder(proxies).build();
        Transport transport = new Transport(toIt, RETRY, guard, PATIENCE, Follower.NOBODY);
        Transport foreign = new Transport(elsewhere, RETRY, guard, PATIENCE, Follower.NOBODY);
        TokenService tokens = new TokenService(transport, settings.insecure(), false);
        Auth auth = new Auth(settings.name(), logins, tokens);
        host = new Host(settings, transport, foreign, auth, new Warnings());
        known.ifPresent(uri -> host.at(uri.resolve("/")));
    }

    /**
     * Prepares to ask a service; nothing is sent yet.
     *
     * @param address where its API is, {@code https://…}
     * @param registry whose kept login counts
     * @param login a login in place of the one that is kept
     * @param authority a file of certificate authorities to trust as well
     * @param environment the variables of the process, which say where logins and proxies are
     * @throws IOException when the certificate authorities cannot be read
     */
    public static Service at(
            URI address,
            String registry,
            Optional<Login> login,
            Optional<Path> authority,
            Map<String, String> environment)
            throws IOException {
        Credentials kept = Credentials.ofEnvironment(environment);
        Logins logins =
                (host, repository) -> login.isPresent() ? login : kept.find(registry, repository);
        return new Service(
                new HostSettings(address.getAuthority(), "http".equals(address.getScheme())),
                Optional.of(address),
                Certificates.contextWith(authority, false),
                logins,
                environment);
    }

    /**
     * Prepares to ask what a registry has beside images; nothing is sent yet. TLS is as the
     * machine's files want it for the registry; a registry on this machine may go without.
     *
     * @param registry host and port as in a reference
     * @param environment the variables of the process
     * @throws IOException when the configuration cannot be read
     */
    public static Service ofRegistry(String registry, Map<String, String> environment)
            throws IOException {
        Configuration configuration = Configuration.ofEnvironment(environment);
        boolean insecure = configuration.isInsecure(registry);
        Credentials kept =
                Credentials.ofEnvironment(environment, configuration.registries().helpers());
        return new Service(
                new HostSettings(registry, insecure),
                Optional.empty(),
                Certificates.context(
                        Certificates.directory(configuration.certificates(), registry), insecure),
                (host, repository) -> kept.find(registry, repository),
                environment);
    }

    private static HttpClient.Builder builder(EnvironmentProxies proxies) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .proxy(proxies)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Where its API is. */
    public URI address() {
        return address;
    }

    /**
     * Asks.
     *
     * @param most the most bytes of an answer
     * @throws RegistryException when the service cannot be reached, or answers with more
     */
    public Reply ask(Question question, int most) throws IOException {
        String base = address.getPath() == null ? "" : address.getPath();
        String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        Call call =
                Call.of(
                        question.method(),
                        prefix + question.path(),
                        question.scopes(),
                        question.about(),
                        question.doing());
        if (!question.contentType().isEmpty()) {
            call = call.with("Content-Type", question.contentType()).withBody(question.body());
        }
        try (Answer answer = host.send(call)) {
            byte[] body = host.guarded(answer).readNBytes(most + 1);
            if (body.length > most) {
                throw Failures.protocol("answers with too many bytes", call, host.name());
            }
            return new Reply(answer.status(), body);
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(e, call, host.name());
        }
    }

    @Override
    public void close() {
        guard.close();
        toIt.shutdownNow();
        toIt.close();
        elsewhere.shutdownNow();
        elsewhere.close();
    }
}
