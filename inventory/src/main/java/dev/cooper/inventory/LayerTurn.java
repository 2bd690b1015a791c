package dev.cooper.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to read a layer, which one at a time has of all threads and processes: whoever waits for
 * it finds what the one before has kept. The system takes it from a process that ends.
 */
final class LayerTurn implements LayerMemory.Turn {
    private static final ConcurrentHashMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel everywhere;

    private LayerTurn(ReentrantLock here, FileChannel everywhere) {
        this.here = here;
        this.everywhere = everywhere;
    }

    /**
     * Waits for the turn.
     *
     * @param file stands for the layer; is made when it is missing, and stays
     * @throws IOException when there are no turns here, such as in a directory that is read-only
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    static LayerTurn take(Path file) throws IOException, InterruptedException {
        ReentrantLock here = HERE.computeIfAbsent(file.toAbsolutePath(), _ -> new ReentrantLock());
        here.lockInterruptibly();
        boolean taken = false;
        try {
            Files.createDirectories(file.resolveSibling(""));
            FileChannel everywhere =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                everywhere.lock();
                taken = true;
                return new LayerTurn(here, everywhere);
            } finally {
                if (!taken) {
                    everywhere.close();
                }
            }
        } finally {
            if (!taken) {
                here.unlock();
            }
        }
    }

    /** Gives the turn to the next. */
    @Override
    public void close() {
        try {
            everywhere.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            here.unlock();
        }
    }
}
