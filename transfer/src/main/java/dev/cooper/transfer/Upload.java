package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request whose body is written piece by piece by the caller, who waits whenever the connection
 * is slower. Holds a few pieces at most. Not safe for several threads.
 */
final class Upload implements AutoCloseable {
    private static final int STALLED_SECONDS = 120;
    private static final int ANSWER_SECONDS = 600; // a registry may digest gigabytes first

    private final Semaphore demand = new Semaphore(0);
    private final Call call;
    private final String host;
    private final CompletableFuture<HttpResponse<InputStream>> response;
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private volatile boolean cancelled;
    private boolean complete;

    Upload(HttpRequest.Builder request, Call call, long length, Transport transport, String host) {
        this.call = call;
        this.host = host;
        HttpRequest.BodyPublisher body =
                length < 0
                        ? HttpRequest.BodyPublishers.fromPublisher(this::subscribe)
                        : length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.fromPublisher(this::subscribe, length);
        // the time limit of the request would count the body; stalls are noticed here instead
        HttpRequest once =
                HttpRequest.newBuilder(request.build(), (name, value) -> true)
                        .method(call.method(), body)
                        .timeout(java.time.Duration.ofDays(7))
                        .build();
        this.response = transport.start(once);
        var _ = this.response.whenComplete((answer, failure) -> demand.release(1));
    }

    private void subscribe(Flow.Subscriber<? super ByteBuffer> newSubscriber) {
        subscriber = newSubscriber;
        newSubscriber.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        demand.release((int) Math.min(n, 16));
                    }

                    @Override
                    public void cancel() {
                        cancelled = true;
                        demand.release();
                    }
                });
    }

    /**
     * Sends a piece, which must not change afterwards.
     *
     * @return false when the registry answered already, so that nothing more is wanted
     */
    boolean write(ByteBuffer piece) throws IOException {
        try {
            if (!demand.tryAcquire(STALLED_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no progress for " + STALLED_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while uploading");
        }
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        if (response.isDone() || cancelled || to == null) {
            return false;
        }
        to.onNext(piece);
        return true;
    }

    /** Ends the body and waits for the answer. */
    Answer finish() throws IOException {
        complete = true;
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        if (to != null && !cancelled && !response.isDone()) {
            to.onComplete();
        }
        try {
            return new Answer(response.get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while uploading");
        } catch (TimeoutException e) {
            throw new IOException("no answer for " + ANSWER_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(String.valueOf(e.getCause()), e);
        }
    }

    Call call() {
        return call;
    }

    String host() {
        return host;
    }

    @Override
    public void close() {
        if (!complete) {
            response.cancel(true);
        }
    }
}
