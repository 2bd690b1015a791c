package dev.cooper.registry.proxy;

import dev.cooper.registry.protocol.ApiException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Work that is done once for all who want it at the same time. */
final class SingleFlight<T> {
    /** What is to be done. */
    interface Work<T> {
        T run() throws IOException;
    }

    private final Map<String, CompletableFuture<T>> running = new ConcurrentHashMap<>();

    /** Does the work, or waits for who does it already; a failure is everyone's. */
    T run(String key, Work<T> work) throws IOException {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> other = running.putIfAbsent(key, mine);
        if (other != null) {
            return await(other);
        }
        try {
            T result = work.run();
            mine.complete(result);
            return result;
        } catch (IOException | RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key, mine);
        }
    }

    private static <T> T await(CompletableFuture<T> other) throws IOException {
        try {
            return other.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ApiException refused -> throw refused;
                case null, default ->
                        throw new IOException(String.valueOf(e.getCause()), e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another request was answered");
        }
    }
}
