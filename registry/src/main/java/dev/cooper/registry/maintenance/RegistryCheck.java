package dev.cooper.registry.maintenance;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.SqliteDatabase;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks all that a registry has against its digests, and mends what can be mended. The registry
 * may be running: whatever looks wrong is looked at again in the transaction that mends it, and
 * nothing is deleted that may be good.
 */
public final class RegistryCheck {
    /** Is told how far the check is; may be called by several threads at once. */
    public interface Progress {
        /** Nobody looks. */
        Progress NONE = (_, _, _, _) -> {};

        /**
         * Tells how far the check is.
         *
         * @param blobs how many blobs were checked
         * @param allBlobs of how many
         * @param bytes how many bytes were read
         * @param allBytes of how many
         */
        void at(long blobs, long allBlobs, long bytes, long allBytes);
    }

    /**
     * Something that is wrong, or was.
     *
     * @param subject a blob, a manifest or a tag, with its repository if it is of one
     * @param what what is wrong with it, and what was or can be done
     * @param repaired whether it is right now
     */
    public record Problem(String subject, String what, boolean repaired) {}

    /**
     * What a check has found.
     *
     * @param blobs how many blobs were read
     * @param bytes how many bytes they had
     * @param manifests how many manifests were read
     * @param tags how many tags there are
     * @param unnamed objects that an interrupted push has left
     * @param uploads uploads under way or broken off
     * @param found how many problems there were
     * @param repaired how many of these are repaired
     * @param problems the first ten thousand of them
     */
    public record Report(
            long blobs,
            long bytes,
            long manifests,
            long tags,
            long unnamed,
            long uploads,
            long found,
            long repaired,
            List<Problem> problems) {
        /** Copies the list. */
        public Report {
            problems = List.copyOf(problems);
        }

        /** Whether all is right now. */
        public boolean isClean() {
            return found == repaired;
        }

        /** The same as the members of a JSON object. */
        public Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("clean", isClean());
            json.put("blobs", blobs);
            json.put("bytes", bytes);
            json.put("manifests", manifests);
            json.put("tags", tags);
            json.put("unnamedObjects", unnamed);
            json.put("uploads", uploads);
            json.put("found", found);
            json.put("repaired", repaired);
            json.put("problems", problems.stream().map(RegistryCheck::json).toList());
            return json;
        }
    }

    private RegistryCheck() {}

    private static Map<String, @Nullable Object> json(Problem problem) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("subject", problem.subject);
        json.put("problem", problem.what);
        json.put("repaired", problem.repaired);
        return json;
    }

    /**
     * Checks a registry.
     *
     * @param config how it is set up
     * @param repair whether to mend what can be mended
     * @param progress is told how far it is
     * @throws IOException when its data cannot be read at all
     */
    public static Report check(RegistryConfig config, boolean repair, Progress progress)
            throws IOException, InterruptedException {
        try (Storage storage = Storage.openExisting(config)) {
            return check(storage, config, repair, progress);
        }
    }

    private static Report check(
            Storage storage, RegistryConfig config, boolean repair, Progress progress)
            throws IOException, InterruptedException {
        Database database = storage.database();
        Findings findings =
                database.read(sql ->
                        new Findings(
                                progress,
                                sql.number("SELECT COUNT(*) FROM blob"),
                                sql.number("SELECT COALESCE(SUM(size), 0) FROM blob")));
        if (database instanceof SqliteDatabase) {
            TableCheck.integrity(database, findings);
        }
        new BlobCheck(storage, findings, repair).run();
        new ManifestCheck(database, findings, repair, config.manifests().sparse()).run();
        new TableCheck(database, findings, repair).run();
        long unnamed = unnamed(storage, repair);
        if (repair) {
            storage.uploads().expire();
        }
        return findings.report(
                database.read(sql -> sql.number("SELECT COUNT(*) FROM tag")),
                unnamed,
                storage.uploads().count());
    }

    /** Counts objects that no blob has; a push under way may be about to name a young one. */
    private static long unnamed(Storage storage, boolean repair) throws IOException {
        long[] count = {0};
        Instant old = Instant.now().minus(RegistryGarbage.UNNAMED);
        Leftovers.find(
                storage.database(),
                storage.objects(),
                repair ? old : Instant.now(),
                key -> {
                    count[0]++;
                    if (repair) {
                        storage.objects().delete(key);
                    }
                });
        return count[0];
    }
}
