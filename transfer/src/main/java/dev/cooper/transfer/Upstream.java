package dev.cooper.transfer;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * A registry as a cache in front of it sees it: one question, one answer, and every failure with
 * its status. Contents are not verified here. Safe for several threads; to be closed, which ends
 * its connections.
 */
public final class Upstream implements AutoCloseable {
    /** Who asks for a document has waited long enough when it fails twice. */
    private static final Retry FEW = new Retry(2, Duration.ofMillis(200), Duration.ofSeconds(1));

    private static final Retry MORE = new Retry(4, Duration.ofMillis(200), Duration.ofSeconds(5));

    private final List<HttpClient> clients = new ArrayList<>();
    private final IdleGuard guard;
    private final Host documents;
    private final Host blobs;

    /**
     * What a registry says of a manifest.
     *
     * @param mediaType its type, "" when it is not said
     * @param digest its digest, if it is said
     * @param size how many bytes it has, -1 when it is not said
     */
    public record Version(String mediaType, Optional<Digest> digest, long size) {}

    /**
     * A manifest or a list.
     *
     * @param mediaType its type, "" when it is not said
     * @param content its bytes
     * @param next where the list goes on
     * @param filters what a list of referrers has been filtered by, as the header says it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Document(
            String mediaType, byte[] content, Optional<URI> next, Optional<String> filters) {}

    /**
     * The bytes of a blob as they come.
     *
     * @param in the bytes, to be closed
     * @param size how many will come, -1 when it is not said
     */
    public record Content(InputStream in, long size) {}

    private Upstream(
            UpstreamSettings settings, Logins logins, EnvironmentProxies proxies, Follower follower)
            throws IOException {
        guard = new IdleGuard(settings.patience());
        HttpClient.Builder own = builder(settings, proxies);
        if (settings.authority().isPresent() || settings.unverified()) {
            own.sslContext(Certificates.contextWith(settings.authority(), settings.unverified()));
        }
        HttpClient toIt = own.build();
        HttpClient elsewhere = builder(settings, proxies).build();
        clients.add(toIt);
        clients.add(elsewhere);
        HostSettings host =
                new HostSettings(settings.host(), "http".equals(settings.address().getScheme()));
        Transport quick = new Transport(toIt, FEW, guard, settings.patience(), follower);
        Transport patient = new Transport(toIt, MORE, guard, settings.patience(), follower);
        Transport foreign = new Transport(elsewhere, FEW, guard, settings.patience(), follower);
        Auth auth = new Auth(host.name(), logins, new TokenService(quick, host.insecure(), false));
        Warnings warnings = new Warnings();
        URI base = settings.address().resolve("/");
        documents = new Host(host, quick, foreign, auth, warnings).at(base);
        blobs = new Host(host, patient, foreign, auth, warnings).at(base);
    }

    private static HttpClient.Builder builder(
            UpstreamSettings settings, EnvironmentProxies proxies) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.patience())
                .proxy(proxies)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /**
     * Prepares to ask a registry; nothing is sent yet.
     *
     * @param follower who sees the requests
     * @throws IOException when its certificate authorities cannot be read
     */
    public static Upstream of(UpstreamSettings settings, Follower follower) throws IOException {
        EnvironmentProxies proxies = new EnvironmentProxies(System.getenv());
        return new Upstream(settings, new UpstreamLogin(settings), proxies, follower);
    }

    private static Call call(String method, String repository, String rest, String doing) {
        return Call.of(
                method,
                "/v2/" + repository + "/" + rest,
                List.of("repository:" + repository + ":pull"),
                repository,
                doing);
    }

    private static Call manifestCall(String method, String repository, String version) {
        return call(method, repository, "manifests/" + version, "looking up")
                .with("Accept", RegistryPlace.ACCEPT);
    }

    /**
     * Looks a manifest up.
     *
     * @param version a tag or a digest
     * @return empty when the registry does not have it
     * @throws RegistryException when it refuses or cannot be reached
     */
    public Optional<Version> find(String repository, String version) throws IOException {
        try (Answer answer = ask(manifestCall("HEAD", repository, version))) {
            return answer.status() == 404
                    ? Optional.empty()
                    : Optional.of(
                            new Version(answer.mediaType(), answer.digest(), answer.length()));
        }
    }

    /**
     * Fetches a manifest.
     *
     * @param version a tag or a digest
     * @return empty when the registry does not have it
     * @throws RegistryException when it refuses or cannot be reached
     */
    public Optional<Document> manifest(String repository, String version) throws IOException {
        return document(manifestCall("GET", repository, version));
    }

    /**
     * Fetches a page of the list of tags.
     *
     * @param query what follows the question mark, "" for nothing
     * @return empty when the registry does not know the repository
     * @throws RegistryException when it refuses or cannot be reached
     */
    public Optional<Document> tags(String repository, String query) throws IOException {
        return document(call("GET", repository, with("tags/list", query), "listing tags of"));
    }

    /**
     * Fetches a page of the list of what refers to a manifest.
     *
     * @param query what follows the question mark, "" for nothing
     * @return empty when the registry has no such list
     * @throws RegistryException when it refuses or cannot be reached
     */
    public Optional<Document> referrers(String repository, Digest subject, String query)
            throws IOException {
        String path = with("referrers/" + subject, query);
        return document(call("GET", repository, path, "listing referrers of"));
    }

    private static String with(String path, String query) {
        return query.isEmpty() ? path : path + "?" + query;
    }

    private Optional<Document> document(Call call) throws IOException {
        try (Answer answer = ask(call)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            byte[] content = documents.guarded(answer).readNBytes(RegistryPlace.MAX_MANIFEST + 1);
            if (content.length > RegistryPlace.MAX_MANIFEST) {
                throw Failures.protocol("answers with too many bytes", call, documents.name());
            }
            return Optional.of(
                    new Document(
                            answer.mediaType(),
                            content,
                            Link.next(answer.headers("Link"), answer.uri()),
                            answer.header("OCI-Filters-Applied")));
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(e, call, documents.name());
        }
    }

    private Answer ask(Call call) throws IOException {
        Answer answer = documents.send(call);
        if (answer.status() != 200 && answer.status() != 404) {
            try (answer) {
                throw Failures.of(answer, call, documents.name());
            }
        }
        return answer;
    }

    /**
     * Asks how large a blob is.
     *
     * @return empty when the registry does not have it; -1 when it does not say
     * @throws RegistryException when it refuses or cannot be reached
     */
    public Optional<Long> blobSize(String repository, Digest digest) throws IOException {
        try (Answer answer = ask(call("HEAD", repository, "blobs/" + digest, "looking for"))) {
            return answer.status() == 404 ? Optional.empty() : Optional.of(answer.length());
        }
    }

    /**
     * Opens a blob. Where the connection breaks, the rest is asked for again.
     *
     * @return empty when the registry does not have it
     * @throws RegistryException when it refuses or cannot be reached
     */
    public Optional<Content> blob(String repository, Digest digest) throws IOException {
        return Download.find(blobs, call("GET", repository, "blobs/" + digest, "pulling"))
                .map(found -> new Content(found, found.size()));
    }

    @Override
    public void close() {
        guard.close();
        for (HttpClient client : clients) {
            client.shutdownNow();
            client.close();
        }
    }
}
