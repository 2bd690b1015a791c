package dev.cooper.inventory;

import dev.cooper.inventory.lock.Surroundings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * All who want to see the files of one layer. Each file is read once, into memory that is bounded:
 * never more of a file than {@link LayerFile#LARGEST}, and of large files one at a time.
 */
final class Audience {
    private static final int LARGE = 16 << 20;
    private static final int HEAD = 4;

    /** How many large files this process has in memory. */
    private static final Semaphore LARGE_FILES = new Semaphore(1);

    /** What is done with a file. */
    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }

    private record Watching(
            LayerObserver.Observation observation, boolean leavesOutOwned, Findings warnings) {}

    private final List<Cataloger> catalogers;
    private final Map<String, Watching> watching = new LinkedHashMap<>();
    private final Findings findings = new Findings();
    private Optional<PathSet> owned;
    private final List<Executable> executables = new ArrayList<>();

    Audience(List<Cataloger> catalogers, List<LayerObserver> observers) {
        this(catalogers, observers, Optional.empty());
    }

    /**
     * @param owned the files of the system's packages, where that is known ahead: who leaves them
     *     out is not shown them
     */
    Audience(List<Cataloger> catalogers, List<LayerObserver> observers, Optional<PathSet> owned) {
        this.catalogers = List.copyOf(catalogers);
        this.owned = owned;
        for (LayerObserver observer : observers) {
            watching.put(
                    observer.id(),
                    new Watching(observer.begin(), observer.leavesOutOwned(), new Findings()));
        }
    }

    /** Says which files the system's packages have brought, when all files were shown. */
    void leaveOut(PathSet brought) {
        owned = Optional.of(brought);
        for (Watching each : watching.values()) {
            if (each.leavesOutOwned) {
                each.observation.forget(this::isLeftOut);
            }
        }
    }

    private boolean isLeftOut(String path) {
        return owned.isPresent() && !path.startsWith("etc/") && owned.get().has(path);
    }

    Findings findings() {
        return findings;
    }

    List<Executable> executables() {
        return executables;
    }

    /** What the observers have made of the layer, by their ids. */
    Map<String, Observed> observed() {
        Map<String, Observed> observed = new LinkedHashMap<>();
        watching.forEach((id, each) ->
                observed.put(
                        id, new Observed(each.observation().result(), each.warnings().warnings())));
        return observed;
    }

    /**
     * Shows a file of a layer.
     *
     * @param content from its start; not read to the end when nobody wants it
     */
    void show(Candidate file, InputStream content) throws IOException {
        show(file, content, Surroundings.NONE);
    }

    /** Shows a file with others around it. */
    void show(Candidate file, InputStream content, Surroundings around) throws IOException {
        byte[] head = content.readNBytes((int) Math.min(HEAD, file.size()));
        if (isExecutable(file, head)) {
            executables.add(new Executable(file.path(), file.size()));
        }
        List<Cataloger> interested = interested(file);
        List<Watching> watchers = watchers(file);
        int most = interested.isEmpty() ? 0 : LayerFile.LARGEST;
        for (Watching each : watchers) {
            most = Math.max(most, Math.min(each.observation().most(), LayerFile.LARGEST));
        }
        if (most == 0) {
            return;
        }
        int length = (int) Math.min(most, file.size());
        boolean large = length > LARGE;
        if (large && interested.isEmpty() && watchers.size() == 1) {
            Watching only = watchers.getFirst();
            if (only.observation().streams()) {
                InputStream whole =
                        new SequenceInputStream(new ByteArrayInputStream(head), content);
                guard(
                        file.path(),
                        () -> only.observation().read(file.path(), whole),
                        only.warnings());
                return;
            }
        }
        if (large) {
            LARGE_FILES.acquireUninterruptibly();
        }
        try {
            guard(
                    file.path(),
                    () -> {
                        byte[] bytes = read(head, content, length);
                        boolean isWhole = bytes.length >= file.size();
                        hand(
                                new LayerFile(file.path(), bytes, isWhole, around),
                                interested,
                                watchers);
                    },
                    findings);
        } finally {
            if (large) {
                LARGE_FILES.release();
            }
        }
    }

    /** Reads so many bytes, or fewer when a file on disk has become shorter meanwhile. */
    private static byte[] read(byte[] head, InputStream content, int length) throws IOException {
        byte[] bytes = Arrays.copyOf(head, length);
        int more = Math.max(0, length - head.length);
        int count = content.readNBytes(bytes, length - more, more);
        return count == more ? bytes : Arrays.copyOf(bytes, length - more + count);
    }

    /** The catalogers that want a file; a file that is too large for them is named instead. */
    private List<Cataloger> interested(Candidate file) {
        List<Cataloger> interested = new ArrayList<>();
        for (Cataloger cataloger : catalogers) {
            if (!cataloger.wants(file)) {
                continue;
            }
            long most = Math.min(cataloger.largest(), LayerFile.LARGEST);
            if (file.size() <= most) {
                interested.add(cataloger);
            } else {
                findings.warn(
                        file.path()
                                + ": it has "
                                + (file.size() >> 20)
                                + " MB; packages are sought in such files of up to "
                                + (most >> 20)
                                + " MB");
            }
        }
        return interested;
    }

    private List<Watching> watchers(Candidate file) {
        List<Watching> watchers = new ArrayList<>();
        for (Watching each : watching.values()) {
            boolean isLeftOut = each.leavesOutOwned() && isLeftOut(file.path());
            if (!isLeftOut && each.observation().wants(file)) {
                watchers.add(each);
            }
        }
        return watchers;
    }

    private void hand(LayerFile whole, List<Cataloger> interested, List<Watching> watchers)
            throws IOException {
        findings.begin(whole.path());
        for (Cataloger cataloger : interested) {
            guard(whole.path(), () -> read(cataloger, whole), findings);
        }
        for (Watching each : watchers) {
            LayerFile part = part(whole, each.observation().most());
            guard(part.path(), () -> each.observation().read(part), each.warnings());
        }
    }

    /** What goes wrong with bytes in memory is the file's fault, whoever says it. */
    private void read(Cataloger cataloger, LayerFile whole) throws DamagedFileException {
        try {
            cataloger.read(whole, findings);
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedFileException("it cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Reads a file; one that is damaged, however cleverly, ends nothing but its own reading. */
    private static void guard(String path, Reading reading, Findings warnings) throws IOException {
        try {
            reading.read();
        } catch (DamagedFileException e) {
            warnings.warn(path + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            warnings.warn(path + ": it cannot be read (" + e + ")");
        } catch (OutOfMemoryError e) {
            // Of one large array, mostly: what it was for is given up, and there is room again.
            warnings.warn(path + ": it needs more memory than this process may have");
        }
    }

    private static LayerFile part(LayerFile file, int most) {
        return file.bytes().length <= most
                ? file
                : new LayerFile(file.path(), Arrays.copyOf(file.bytes(), most), false);
    }

    private static boolean isExecutable(Candidate file, byte[] head) {
        return ElfFile.isMagic(head)
                || (head.length == HEAD
                        && head[0] == 'P'
                        && head[1] == 'K'
                        && JavaCataloger.isArchive(file.name()));
    }
}
