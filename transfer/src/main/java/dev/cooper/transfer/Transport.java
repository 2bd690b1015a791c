package dev.cooper.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLException;

/** Sends requests through one HTTP client, again when a failure may pass. */
final class Transport {
    private final HttpClient client;
    private final Retry retry;
    private final IdleGuard guard;
    private final Duration answerTimeout;
    private final Follower follower;

    Transport(HttpClient client, Retry retry, IdleGuard guard) {
        this(client, retry, guard, Duration.ofMinutes(2), Follower.NOBODY);
    }

    Transport(
            HttpClient client,
            Retry retry,
            IdleGuard guard,
            Duration answerTimeout,
            Follower follower) {
        this.client = client;
        this.retry = retry;
        this.guard = guard;
        this.answerTimeout = answerTimeout;
        this.follower = follower;
    }

    Retry retry() {
        return retry;
    }

    /** How long a registry may take to answer a request whose body is small. */
    Duration answerTimeout() {
        return answerTimeout;
    }

    Answer once(HttpRequest request) throws IOException {
        try (Follower.Sent sent = follower.sending(request.method(), request.uri())) {
            return once(request, sent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a registry was asked");
        }
    }

    private Answer once(HttpRequest request, Follower.Sent sent)
            throws IOException, InterruptedException {
        HttpRequest.Builder more = HttpRequest.newBuilder(known(request), (_, _) -> true);
        sent.headers().forEach(more::setHeader);
        try {
            Answer answer =
                    new Answer(
                            client.send(more.build(), HttpResponse.BodyHandlers.ofInputStream()));
            sent.answered(answer.status());
            return answer;
        } catch (IOException e) {
            sent.failed(e);
            throw e;
        }
    }

    Answer send(HttpRequest request, Call call, String host) throws IOException {
        for (int tried = 1; ; tried++) {
            Duration pause;
            try {
                Answer answer = once(request);
                if (!Retry.isPassing(answer.status()) || tried >= retry.tries()) {
                    return answer;
                }
                Optional<Duration> asked = retry.pause(tried, answer);
                if (asked.isEmpty()) {
                    return answer;
                }
                answer.close();
                pause = asked.get();
            } catch (IOException e) {
                if (!mayPass(e) || tried >= retry.tries()) {
                    throw Failures.of(e, call, host);
                }
                pause = retry.pause(tried);
            }
            Retry.sleep(pause);
        }
    }

    CompletableFuture<HttpResponse<InputStream>> start(HttpRequest request) {
        return client.sendAsync(known(request), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Says who asks: this program, and the user if a proxy is on the way and wants that. */
    private HttpRequest known(HttpRequest request) {
        HttpRequest.Builder known =
                HttpRequest.newBuilder(request, (_, _) -> true).setHeader("User-Agent", "cooper");
        if (client.proxy().orElse(null) instanceof EnvironmentProxies proxies) {
            proxies.authorization(request.uri())
                    .ifPresent(login -> known.setHeader("Proxy-Authorization", login));
        }
        return known.build();
    }

    InputStream guarded(Answer answer) {
        return guard.watch(answer.body());
    }

    static boolean mayPass(IOException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException
                    || t instanceof UnknownHostException
                    || t instanceof SSLException
                    || t instanceof InterruptedIOException) {
                return false;
            }
        }
        return true;
    }
}
