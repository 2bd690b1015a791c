package dev.cooper.base;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several pieces of work at once; the first failure ends all. */
final class Parallel {
    private Parallel() {}

    /**
     * Returns the results, in the order of the work.
     *
     * @param work what to do
     * @param atOnce how many threads to use
     */
    static <T> List<T> all(List<? extends Callable<T>> work, int atOnce)
            throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, atOnce), Thread.ofVirtual().factory())) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> one : work) {
                running.add(threads.submit(one));
            }
            try {
                for (Future<T> one : running) {
                    results.add(one.get());
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                Throwable cause = e.getCause();
                throw rethrown(cause == null ? e : cause);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
        return results;
    }

    private static IOException rethrown(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case IOException io -> io;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            default -> new IOException(cause);
        };
    }
}
