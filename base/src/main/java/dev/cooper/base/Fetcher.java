package dev.cooper.base;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;

/** Opens files of archives over http, https and from local directories. Close it after use. */
final class Fetcher implements AutoCloseable {
    /**
     * What an archive answered.
     *
     * @param status as in HTTP: 200 whole, 206 from the offset asked for, 304 not changed
     * @param body the content; the caller closes it
     * @param length how many bytes the body should have
     * @param tag the entity tag or the date of the last change, to ask with next time; may be empty
     */
    record Answer(int status, InputStream body, OptionalLong length, String tag)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration STALL = Duration.ofSeconds(60);

    private final Proxies proxies;
    private @Nullable HttpClient client;

    /**
     * Makes a fetcher.
     *
     * @param proxies chooses the proxy
     */
    Fetcher(Proxies proxies) {
        this.proxies = proxies;
    }

    /**
     * Opens a file.
     *
     * @param uri where it is
     * @param offset the first byte wanted; the answer may still be the whole
     * @param tag what an earlier answer was tagged with, to hear 304 when nothing changed
     * @throws MissingFileException when the archive says that there is no such file
     * @throws RefusedException when the archive says no in another way
     */
    Answer open(URI uri, long offset, @Nullable String tag)
            throws IOException, InterruptedException {
        return "file".equals(uri.getScheme()) ? openLocal(uri, offset) : request(uri, offset, tag);
    }

    private static Answer openLocal(URI uri, long offset) throws IOException {
        Path file = Path.of(uri.getPath());
        try {
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(offset);
            return new Answer(
                    offset > 0 ? 206 : 200, in, OptionalLong.of(Files.size(file) - offset), "");
        } catch (NoSuchFileException e) {
            throw new MissingFileException("there is no file " + file);
        }
    }

    private Answer request(URI uri, long offset, @Nullable String tag)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(withoutUser(uri))
                        .timeout(STALL)
                        .header("User-Agent", "cooper")
                        .header("Accept", "*/*");
        if (uri.getRawUserInfo() != null) {
            byte[] user = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        if (tag != null && !tag.isEmpty()) {
            request.header(tag.startsWith("\"") ? "If-None-Match" : "If-Modified-Since", tag);
        }
        HttpResponse<InputStream> response;
        try {
            response = client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer in time from " + host(uri), e);
        } catch (ConnectException e) {
            throw new IOException(host(uri) + " cannot be reached" + reason(e), e);
        }
        int status = response.statusCode();
        if (status == 200 || status == 206 || status == 304) {
            String etag = response.headers().firstValue("ETag").orElse("");
            return new Answer(
                    status,
                    new StallGuard(response.body(), host(uri)),
                    response.headers().firstValueAsLong("Content-Length"),
                    etag.startsWith("\"")
                            ? etag
                            : response.headers().firstValue("Last-Modified").orElse(""));
        }
        response.body().close();
        if (status == 404 || status == 410) {
            throw new MissingFileException(redacted(uri) + " is not there (" + status + ")");
        }
        throw new RefusedException(redacted(uri) + " was answered with status " + status, status);
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .connectTimeout(CONNECT)
                            .proxy(proxies)
                            .authenticator(new ProxyUser())
                            .build();
        }
        return client;
    }

    private static String reason(ConnectException e) {
        if (e.getMessage() != null) {
            return ": " + e.getMessage();
        }
        return e.getCause() instanceof UnresolvedAddressException ? ": its name is not known" : "";
    }

    private static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static URI withoutUser(URI uri) {
        return uri.getRawUserInfo() == null ? uri : URI.create(redacted(uri));
    }

    /** Returns an address without the user's name and password, for messages. */
    static String redacted(URI uri) {
        String user = uri.getRawUserInfo();
        return user == null ? uri.toString() : uri.toString().replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public void close() {
        HttpClient open = client;
        if (open != null) {
            open.shutdownNow();
            open.close();
        }
    }

    /** Answers proxies that want a password with the one in their configured address. */
    private final class ProxyUser extends Authenticator {
        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY || getRequestingURL() == null) {
                return null;
            }
            URI proxy = proxies.proxy(URI.create(getRequestingURL().toString()));
            String user = proxy == null ? null : proxy.getUserInfo();
            if (user == null) {
                return null;
            }
            int colon = user.indexOf(':');
            return colon < 0
                    ? new PasswordAuthentication(user, new char[0])
                    : new PasswordAuthentication(
                            user.substring(0, colon), user.substring(colon + 1).toCharArray());
        }
    }

    /** Ends a transfer in which nothing arrives for too long: the client has no limit for that. */
    private static final class StallGuard extends FilterInputStream {
        private final String host;
        private volatile long lastRead = System.nanoTime();
        private volatile boolean closed;
        private volatile boolean stalled;

        StallGuard(InputStream in, String host) {
            super(in);
            this.host = host;
            Thread.ofVirtual().start(this::watch);
        }

        private void watch() {
            try {
                while (!closed) {
                    Thread.sleep(Duration.ofSeconds(1));
                    if (System.nanoTime() - lastRead > STALL.toNanos()) {
                        stalled = true;
                        close();
                    }
                }
            } catch (InterruptedException | IOException e) {
                Thread.currentThread().interrupt(); // the reader is gone: nothing to watch
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = in.read(bytes, offset, length);
                lastRead = System.nanoTime();
                return count;
            } catch (IOException e) {
                throw stalled
                        ? new IOException("nothing came from " + host + " for a minute", e)
                        : e;
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
        }
    }
}
