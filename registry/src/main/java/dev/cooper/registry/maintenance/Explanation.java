package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a blob or manifest is kept.
 *
 * @param digest which one
 * @param size how many bytes it has; empty when no blob and no manifest has this digest
 * @param repositories where it is kept, and by what
 * @param garbage whether the next collection frees it
 * @param frees how many bytes are freed when nothing holds it any more: of a manifest its own and
 *     those of the blobs that only it refers to
 */
public record Explanation(
        Digest digest,
        Optional<Long> size,
        List<Keeper> repositories,
        boolean garbage,
        long frees) {
    /**
     * A repository that keeps it.
     *
     * @param repository its name
     * @param manifest whether it is a manifest there, which is kept until it is deleted
     * @param leasedUntil until when it is kept although nothing refers to it, if that is to come
     * @param tags the tags on it, if it is a manifest
     * @param holders the manifests that refer to it
     * @param subject what it speaks about, if it is a manifest that does
     * @param referrers how many manifests speak about it
     */
    public record Keeper(
            String repository,
            boolean manifest,
            Optional<Instant> leasedUntil,
            List<String> tags,
            List<Holder> holders,
            Optional<String> subject,
            long referrers) {
        /** Copies the lists. */
        public Keeper {
            tags = List.copyOf(tags);
            holders = List.copyOf(holders);
        }

        private Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("repository", repository);
            json.put("manifest", manifest);
            json.put("leasedUntil", leasedUntil.map(Instant::toString).orElse(null));
            json.put("tags", tags);
            json.put("holders", holders.stream().map(Holder::json).toList());
            json.put("subject", subject.orElse(null));
            json.put("referrers", referrers);
            return json;
        }
    }

    /**
     * A manifest that refers to what is asked about.
     *
     * @param digest its digest
     * @param mediaType what it is
     * @param tags the tags on it
     * @param holders the indexes that name it; empty when they were told before
     * @param toldBefore whether this manifest stands elsewhere in the same repository's list, with
     *     what holds it
     */
    public record Holder(
            String digest,
            String mediaType,
            List<String> tags,
            List<Holder> holders,
            boolean toldBefore) {
        /** Copies the lists. */
        public Holder {
            tags = List.copyOf(tags);
            holders = List.copyOf(holders);
        }

        private Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("digest", digest);
            json.put("mediaType", mediaType);
            json.put("tags", tags);
            json.put("holders", holders.stream().map(Holder::json).toList());
            return json;
        }
    }

    /** Copies the list. */
    public Explanation {
        repositories = List.copyOf(repositories);
    }

    /**
     * Explains why a registry, which may be running, keeps something.
     *
     * @param config how the registry is set up
     * @param digest of a blob or a manifest
     * @throws IOException when its data cannot be read
     */
    public static Explanation of(RegistryConfig config, Digest digest) throws IOException {
        try (Storage storage = Storage.openExisting(config)) {
            return of(storage.database(), digest);
        }
    }

    static Explanation of(Database database, Digest digest) throws IOException {
        return database.read(sql -> new Holders(sql, digest).explain());
    }

    /** The digests of all manifests that refer to it directly, each once, by repository. */
    public Map<String, List<String>> toDelete() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Keeper keeper : repositories) {
            List<String> digests = new ArrayList<>();
            if (keeper.manifest) {
                digests.add(digest.toString());
            }
            keeper.holders.stream()
                    .filter(holder -> !keeper.manifest)
                    .forEach(holder -> digests.add(holder.digest));
            if (!digests.isEmpty()) {
                all.put(keeper.repository, digests);
            }
        }
        return all;
    }

    /** The same as the members of a JSON object. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("digest", digest.toString());
        json.put("size", size.orElse(null));
        json.put("garbage", garbage);
        json.put("freesBytes", frees);
        json.put("repositories", repositories.stream().map(Keeper::json).toList());
        return json;
    }
}
