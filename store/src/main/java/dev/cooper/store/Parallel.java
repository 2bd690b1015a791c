package dev.cooper.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Does the same with many things at once, on virtual threads. */
public final class Parallel {
    private Parallel() {}

    /** One piece of work. */
    @FunctionalInterface
    public interface Action<T> {
        /** Does the work; the first failure stops the others. */
        void accept(T item) throws IOException, InterruptedException;
    }

    /**
     * Calls an action for each item and waits for all. When one fails, the others are interrupted
     * and its exception is thrown.
     *
     * @param limit how many run at once
     * @throws IOException what the first failing action threw
     */
    public static <T> void forEach(List<T> items, int limit, Action<T> action) throws IOException {
        Semaphore permits = new Semaphore(limit);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
            List<Runnable> cancels = new ArrayList<>();
            for (T item : items) {
                var task =
                        done.submit(() -> {
                            permits.acquire();
                            try {
                                action.accept(item);
                            } finally {
                                permits.release();
                            }
                            return null;
                        });
                cancels.add(() -> task.cancel(true));
            }
            try {
                for (int i = 0; i < items.size(); i++) {
                    done.take().get();
                }
            } catch (InterruptedException e) {
                cancels.forEach(Runnable::run);
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ExecutionException e) {
                cancels.forEach(Runnable::run);
                throw rethrow(e);
            }
        }
    }

    private static IOException rethrow(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(failure.getMessage(), failure);
        };
    }
}
