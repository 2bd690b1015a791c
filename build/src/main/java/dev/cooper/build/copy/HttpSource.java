package dev.cooper.build.copy;

import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches the files that ADD names by URL, and keeps them: a file is asked for again with its ETag
 * and date, and one whose {@code --checksum} is known already is not asked for at all. Close it: an
 * open client makes the program end late.
 */
public final class HttpSource implements AutoCloseable {
    private static final int MAX_REDIRECTS = 10;
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Path cache;
    private final Map<String, String> secrets;
    private final long maxBytes;
    private @Nullable HttpClient client;

    /**
     * A fetched file.
     *
     * @param url where it is from, without a password
     * @param name the last component of the URL's path; empty when it has none
     * @param directory holds the file
     * @param fileName its name there
     * @param digest of its bytes
     * @param lastModified seconds since 1970 by the server; 0 when it does not say
     */
    public record Download(
            String url,
            String name,
            String directory,
            String fileName,
            Digest digest,
            long lastModified) {}

    /**
     * Prepares fetching.
     *
     * @param cache where fetched files are kept; made when needed
     * @param secrets by name: {@code HTTP_AUTH_TOKEN_<host>} holds a bearer token, {@code
     *     HTTP_AUTH_HEADER_<host>} a whole Authorization header, each sent to that host only
     * @param maxBytes no file may be larger
     */
    public HttpSource(Path cache, Map<String, String> secrets, long maxBytes) {
        this.cache = cache;
        this.secrets = Map.copyOf(secrets);
        this.maxBytes = maxBytes;
    }

    /**
     * Fetches a file.
     *
     * @param checksum the digest that it must have
     * @throws CopyException when it cannot be had, or is another one
     */
    public Download fetch(String url, Optional<Digest> checksum) throws IOException {
        if (isGit(url)) {
            throw new CopyException(
                    "ADD "
                            + redacted(url)
                            + ": git repositories are not supported yet; clone it"
                            + " beside the Dockerfile and COPY it, or ADD an archive of it");
        }
        URI uri = uri(url);
        CachedDownload cached = CachedDownload.of(cache, url);
        if (checksum.isPresent() && cached.has(checksum.get())) {
            return download(url, uri, cached);
        }
        try {
            request(uri, cached);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while fetching " + redacted(url));
        }
        if (checksum.isPresent() && !cached.has(checksum.get())) {
            Digest found = cached.digest(checksum.get().algorithm());
            throw new CopyException(
                    "ADD "
                            + redacted(url)
                            + ": checksum mismatch: want "
                            + checksum.get()
                            + ", got "
                            + found);
        }
        return download(url, uri, cached);
    }

    @Override
    public synchronized void close() {
        HttpClient opened = client;
        if (opened != null) {
            opened.close();
            client = null;
        }
    }

    /** Made when the first request needs it: most builds fetch nothing. */
    private synchronized HttpClient client() {
        HttpClient opened = client;
        if (opened == null) {
            opened =
                    HttpClient.newBuilder()
                            .connectTimeout(CONNECT)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .proxy(new EnvironmentProxy(System.getenv()))
                            .build();
            client = opened;
        }
        return opened;
    }

    /** Whether ADD takes a source of this form as a git repository. */
    public static boolean isGit(String source) {
        if (source.startsWith("git@")
                || source.startsWith("git://")
                || source.startsWith("ssh://")) {
            return true;
        }
        int end = source.length();
        for (char mark : new char[] {'#', '?'}) {
            int at = source.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return isHttp(source) && source.startsWith(".git", end - 4);
    }

    /** Whether a source is a URL that can be fetched. */
    public static boolean isHttp(String source) {
        return source.startsWith("http://") || source.startsWith("https://");
    }

    private static URI uri(String url) throws CopyException {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && isHttp(url)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new CopyException("ADD " + redacted(url) + ": not a URL: " + e.getReason());
        }
        throw new CopyException("ADD " + redacted(url) + ": not a URL with a host");
    }

    private static Download download(String url, URI uri, CachedDownload cached) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String name = RootPath.nameOf(String.join("/", RootPath.components(path)));
        return new Download(
                redacted(url),
                name.equals("..") ? "" : name,
                cached.directory().toString(),
                cached.fileName(),
                cached.digest(),
                cached.lastModified());
    }

    private void request(URI start, CachedDownload cached)
            throws IOException, InterruptedException {
        URI at = start;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = send(at, cached);
            try (InputStream body = response.body()) {
                int status = response.statusCode();
                if (status == 304 && cached.isThere()) {
                    return;
                }
                if (status == 200) {
                    store(at, response, body, cached);
                    return;
                }
                at = redirect(at, status, response);
            }
        }
        throw failed(start, "more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpResponse<InputStream> send(URI uri, CachedDownload cached)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(withoutUser(uri))
                        .timeout(ANSWER)
                        .header("User-Agent", "cooper");
        Optional<String> authorization = authorization(uri);
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (cached.isThere()) {
            cached.etag().ifPresent(etag -> request.header("If-None-Match", etag));
            cached.lastModifiedText().ifPresent(date -> request.header("If-Modified-Since", date));
        }
        try {
            return client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | IllegalArgumentException e) {
            throw failed(uri, reason(e));
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case java.net.http.HttpConnectTimeoutException _ ->
                    "no connection within " + CONNECT.toSeconds() + " seconds";
            case java.net.http.HttpTimeoutException _ ->
                    "no answer within " + ANSWER.toSeconds() + " seconds";
            case java.net.ConnectException _ ->
                    rootMessage(e).isEmpty() ? "cannot connect" : rootMessage(e);
            default -> rootMessage(e).isEmpty() ? e.getClass().getSimpleName() : rootMessage(e);
        };
    }

    private static String rootMessage(Throwable e) {
        String message = "";
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                message = t.getMessage();
            } else if (t instanceof java.nio.channels.UnresolvedAddressException) {
                message = "unknown host";
            }
        }
        return message;
    }

    private Optional<String> authorization(URI uri) {
        String token = secrets.get("HTTP_AUTH_TOKEN_" + uri.getHost());
        if (token != null) {
            return Optional.of("Bearer " + token.strip());
        }
        String header = secrets.get("HTTP_AUTH_HEADER_" + uri.getHost());
        if (header != null) {
            return Optional.of(header.strip());
        }
        String user = uri.getUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        byte[] bytes = user.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Optional.of("Basic " + java.util.Base64.getEncoder().encodeToString(bytes));
    }

    private static URI redirect(URI at, int status, HttpResponse<?> response) throws CopyException {
        Optional<String> location = response.headers().firstValue("Location");
        boolean redirect =
                status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        if (!redirect || location.isEmpty()) {
            throw failed(at, "the server answered " + status);
        }
        URI next;
        try {
            next = at.resolve(new URI(location.get()));
        } catch (URISyntaxException e) {
            throw failed(at, "the server redirects to what is no URL");
        }
        if (!isHttp(next.toString()) || next.getHost() == null) {
            throw failed(at, "the server redirects to " + redacted(next.toString()));
        }
        if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
            throw failed(at, "the server redirects from https to http");
        }
        return next;
    }

    private void store(URI uri, HttpResponse<?> response, InputStream body, CachedDownload cached)
            throws IOException {
        Files.createDirectories(cached.directory());
        Path temporary = Files.createTempFile(cached.directory(), ".new", "");
        try {
            MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
            try (OutputStream out = Files.newOutputStream(temporary);
                    StallGuard guard = new StallGuard(body, ANSWER)) {
                receive(uri, guard, digest, out);
            }
            String date = response.headers().firstValue("Last-Modified").orElse(null);
            cached.replace(
                    temporary,
                    Digest.of(Digest.Algorithm.SHA256, digest.digest()),
                    response.headers().firstValue("ETag").orElse(null),
                    date,
                    seconds(date));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void receive(URI uri, StallGuard body, MessageDigest digest, OutputStream out)
            throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        while (true) {
            int n;
            try {
                n = body.read(buffer);
            } catch (IOException e) {
                throw failed(
                        uri,
                        body.stalled()
                                ? "no more data for " + ANSWER.toSeconds() + " seconds"
                                : "cut off after " + size + " bytes: " + reason(e));
            }
            if (n < 0) {
                return;
            }
            size += n;
            if (size > maxBytes) {
                throw failed(uri, "more than the " + maxBytes + " bytes allowed");
            }
            digest.update(buffer, 0, n);
            out.write(buffer, 0, n);
        }
    }

    private static long seconds(@Nullable String date) {
        if (date == null) {
            return 0;
        }
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static CopyException failed(URI uri, String why) {
        return new CopyException("fetching " + redacted(uri.toString()) + ": " + why);
    }

    private static URI withoutUser(URI uri) throws CopyException {
        return uri.getUserInfo() == null ? uri : uri(redacted(uri.toString()));
    }

    /** The URL without user and password. */
    static String redacted(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return url;
        }
        int end = start + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int at = url.lastIndexOf('@', end - 1);
        return at < start ? url : url.substring(0, start + 3) + url.substring(at + 1);
    }

    /** Moves a file to a name that may be taken by the same content. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
