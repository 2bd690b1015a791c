package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Rfc3339;
import dev.cooper.trust.tuf.CanonicalJson;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository of TUF with consistent snapshots, in the directory {@code tuf}. Each kind of
 * metadata is written anew when what it is about has changed, and when half of its time is over.
 * The time stamp is written last, so that a client sees either all of a change or nothing. Safe for
 * several threads.
 *
 * <p>Versions other than those of roots are seconds since 1970: a server that was put back from a
 * copy goes on above what its clients have seen.
 */
final class TufPublisher {
    /** Where it is below the server's directory. */
    static final String HOME = "tuf/";

    /** The root that is used now. */
    static final String LATEST = HOME + "root.json";

    private static final Duration LONG = Duration.ofDays(365);
    private static final Duration SNAPSHOT = Duration.ofDays(30);
    private static final Duration TIMESTAMP = Duration.ofDays(7);
    private static final String STAMP = HOME + "timestamp.json";

    private final ServerDirectory directory;
    private final List<TufTarget> targets;
    private final Clock clock;
    private final TufKeys keys;

    /**
     * Opens or begins one; nothing is published before {@link #renew}.
     *
     * @param targets what it gives out
     */
    TufPublisher(ServerDirectory directory, List<TufTarget> targets, Clock clock)
            throws IOException {
        this.directory = directory;
        this.targets = List.copyOf(targets);
        this.clock = clock;
        this.keys = TufKeys.open(directory);
        Optional<JsonObject> root = metadata(LATEST);
        if (root.isPresent()) {
            keys.recover(root.get());
        }
    }

    /** Makes new keys, and publishes a root that the old and the new one sign. */
    synchronized void rotate() throws IOException {
        renew();
        TufKeys next = keys.next();
        publishRoot(version(metadata(LATEST)) + 1, next, List.of(keys.root(), next.root()));
        keys.take();
        renewFrom(true);
    }

    /** Publishes what has changed or is half over. */
    synchronized void renew() throws IOException {
        Optional<JsonObject> root = metadata(LATEST);
        if (isOver(root, LONG)) {
            publishRoot(version(root) + 1, keys, List.of(keys.root()));
        }
        renewFrom(!isSignedNow());
    }

    /** New keys may be named by the root already, while the rest is still of the old ones. */
    private boolean isSignedNow() throws IOException {
        Optional<byte[]> stamp = directory.read(STAMP);
        return stamp.isEmpty()
                || JsonObject.parse(stamp.get(), STAMP)
                        .objects("signatures")
                        .getFirst()
                        .string("keyid")
                        .equals(keys.online().id());
    }

    /** The file of a root is there before it is the latest one. */
    private void publishRoot(long version, TufKeys named, List<TufKey> signers) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(named.root().id(), named.root().toMap());
        all.put(named.online().id(), named.online().toMap());
        Map<String, Object> roles = new LinkedHashMap<>();
        roles.put("root", role(named.root()));
        for (String name : List.of("snapshot", "targets", "timestamp")) {
            roles.put(name, role(named.online()));
        }
        Map<String, Object> json = TufKey.begin("root", version, clock.instant().plus(LONG));
        json.put("consistent_snapshot", true);
        json.put("keys", all);
        json.put("roles", roles);
        byte[] file = TufKey.sign(json, signers);
        directory.write(HOME + version + ".root.json", file);
        directory.write(LATEST, file);
    }

    private static Map<String, Object> role(TufKey key) {
        return Map.of("keyids", List.of(key.id()), "threshold", 1L);
    }

    private void renewFrom(boolean isAll) throws IOException {
        Optional<JsonObject> stamp = isAll ? Optional.empty() : metadata(STAMP);
        Optional<JsonObject> snapshot = below(stamp, "snapshot");
        Optional<JsonObject> top = below(snapshot, "targets");
        boolean isNew = isOver(top, LONG) || !isOfThese(top.orElseThrow());
        boolean isNewSnapshot = isNew || isOver(snapshot, SNAPSHOT);
        if (!isNewSnapshot && !isOver(stamp, TIMESTAMP)) {
            return;
        }
        long number = Math.max(clock.instant().getEpochSecond(), version(metadata(STAMP)) + 1);
        long topNumber = isNew ? number : version(top);
        if (isNew) {
            publishTargets(number);
        }
        long snapshotNumber = isNewSnapshot ? number : version(snapshot);
        if (isNewSnapshot) {
            publish("snapshot", number, SNAPSHOT, meta("targets", topNumber));
        }
        publish("timestamp", number, TIMESTAMP, meta("snapshot", snapshotNumber));
    }

    private void publishTargets(long version) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        for (TufTarget target : targets) {
            directory.write(HOME + target.path(), target.content());
            all.put(target.name(), target.toMap());
        }
        publish("targets", version, LONG, Map.of("targets", all));
    }

    private void publish(String type, long version, Duration valid, Map<String, Object> content)
            throws IOException {
        Map<String, Object> json = TufKey.begin(type, version, clock.instant().plus(valid));
        json.putAll(content);
        byte[] file = TufKey.sign(json, List.of(keys.online()));
        directory.write(type.equals("timestamp") ? STAMP : path(type, version), file);
    }

    private Map<String, Object> meta(String type, long version) throws IOException {
        byte[] file = directory.read(path(type, version)).orElseThrow();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("hashes", Map.of("sha256", Digest.sha256(file).hex()));
        info.put("length", (long) file.length);
        info.put("version", version);
        return Map.of("meta", Map.of(type + ".json", info));
    }

    private static String path(String type, long version) {
        return HOME + version + "." + type + ".json";
    }

    private Optional<JsonObject> below(Optional<JsonObject> metadata, String type)
            throws IOException {
        return metadata.isEmpty()
                ? Optional.empty()
                : metadata(
                        path(
                                type,
                                metadata.get()
                                        .object("meta")
                                        .object(type + ".json")
                                        .integer("version")));
    }

    private Optional<JsonObject> metadata(String name) throws IOException {
        return directory
                .read(name)
                .map(file -> TufKey.signed(file, directory.file(name).toString()));
    }

    private static long version(Optional<JsonObject> metadata) {
        return metadata.map(json -> json.integer("version")).orElse(0L);
    }

    private boolean isOver(Optional<JsonObject> metadata, Duration valid) {
        Instant now = clock.instant();
        return metadata.map(json -> Rfc3339.parse(json.string("expires")))
                .map(end -> now.plus(valid.dividedBy(2)).isAfter(end))
                .orElse(true);
    }

    private boolean isOfThese(JsonObject metadata) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        targets.forEach(target -> wanted.put(target.name(), target.toMap()));
        return Arrays.equals(
                CanonicalJson.write(wanted),
                CanonicalJson.write(metadata.object("targets").members()));
    }

    /** Returns a file of the repository; empty when there is none such. */
    Optional<byte[]> file(String path) throws IOException {
        List<String> steps = new ArrayList<>(List.of(path.split("/", -1)));
        if (steps.size() == 2 && steps.getFirst().equals("targets")) {
            steps.removeFirst();
        }
        boolean isPlain =
                steps.size() == 1
                        && !path.isEmpty()
                        && steps.getFirst().chars().allMatch(TufPublisher::isPlain)
                        && !steps.getFirst().startsWith(".");
        return isPlain ? directory.read(HOME + path) : Optional.empty();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    }
}
