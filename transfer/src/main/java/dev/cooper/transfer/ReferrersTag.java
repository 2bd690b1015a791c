package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The list of what refers to a manifest, which clients keep themselves, under a tag, at registries
 * without the referrers API. Others may write it at the same time, and few such registries know
 * conditions: so whoever wrote looks again after a while in which everybody who had read before has
 * written too, and writes once more what got lost. Only when nobody has written between two looks
 * is nobody left who may overwrite it.
 */
final class ReferrersTag {
    private static final int MOST_TRIES = 200;

    private final Host host;
    private final String repository;
    private final String tag;
    private final String about;

    ReferrersTag(Host host, String repository, Digest subject, String about) {
        this.host = host;
        this.repository = repository;
        this.tag = name(subject);
        this.about = about;
    }

    /** The tag for a subject. */
    static String name(Digest subject) {
        String hex = subject.hex();
        return subject.algorithm().id() + "-" + hex.substring(0, Math.min(64, hex.length()));
    }

    /** The list as it was, empty before there is one. */
    private record Seen(List<Descriptor> entries, Optional<Digest> index, Optional<String> etag) {
        boolean has(Digest manifest) {
            return entries.stream().anyMatch(one -> one.digest().equals(manifest));
        }

        List<Descriptor> without(Digest manifest) {
            return entries.stream().filter(one -> !one.digest().equals(manifest)).toList();
        }
    }

    void add(Descriptor manifest) throws IOException {
        List<Descriptor> last = List.of();
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            long begin = System.nanoTime();
            Seen seen = read();
            List<Descriptor> all = new ArrayList<>(seen.entries());
            if (!seen.has(manifest.digest())) {
                all.add(manifest);
                if (!write(all, seen)) {
                    continue;
                }
            } else if (tried == 0 || all.equals(last)) {
                return;
            }
            last = all;
            settle(begin);
        }
        throw lost(manifest.digest());
    }

    void remove(Digest manifest) throws IOException {
        List<Descriptor> last = List.of();
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            long begin = System.nanoTime();
            Seen seen = read();
            List<Descriptor> rest = seen.without(manifest);
            if (seen.has(manifest)) {
                if (rest.isEmpty() && delete(seen.index().orElseThrow())) {
                    return;
                }
                if (!write(rest, seen)) {
                    continue;
                }
            } else if (tried == 0 || rest.equals(last)) {
                return;
            }
            last = rest;
            settle(begin);
        }
        throw lost(manifest);
    }

    private IOException lost(Digest manifest) {
        return new IOException(
                about
                        + ": others keep writing the list of referrers "
                        + tag
                        + " in registry "
                        + host.name()
                        + ", so that "
                        + manifest
                        + " gets lost; try again later");
    }

    /** Waits longer than others need who read before this one wrote; not all equally long. */
    private void settle(long begin) throws IOException {
        Duration needed = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(2);
        Duration first = host.retry().firstPause().dividedBy(4);
        long least = Math.max(1, (needed.compareTo(first) > 0 ? needed : first).toNanos());
        Retry.sleep(Duration.ofNanos(least + ThreadLocalRandom.current().nextLong(least)));
    }

    private Call call(String method, String version, String action) {
        return Call.of(
                method,
                "/v2/" + repository + "/manifests/" + version,
                List.of("repository:" + repository + ":" + action),
                about,
                "updating the referrers of");
    }

    private Seen read() throws IOException {
        Call get = call("GET", tag, "pull,push").with("Accept", MediaTypes.OCI_INDEX);
        try (Answer answer = host.send(get)) {
            if (answer.status() == 404) {
                return new Seen(List.of(), Optional.empty(), Optional.empty());
            }
            if (answer.status() != 200) {
                throw Failures.of(answer, get, host.name());
            }
            byte[] content = answer.body().readNBytes(RegistryPlace.MAX_MANIFEST + 1);
            return new Seen(
                    ImageIndex.parse(content).manifests(),
                    Optional.of(Digest.sha256(content)),
                    answer.header("ETag"));
        } catch (SyntaxException e) {
            throw new IOException(
                    "reading the referrers in " + about + ":" + tag + ": " + e.getMessage(), e);
        }
    }

    /** Returns false when the registry saw that somebody else has written. */
    private boolean write(List<Descriptor> entries, Seen seen) throws IOException {
        Call put =
                call("PUT", tag, "pull,push")
                        .with("Content-Type", MediaTypes.OCI_INDEX)
                        .withBody(ImageIndex.of(entries).toJson());
        if (seen.etag().isPresent()) {
            put = put.with("If-Match", seen.etag().get());
        }
        try (Answer answer = host.send(put)) {
            if (answer.status() == 412) {
                return false;
            }
            if (answer.status() / 100 != 2) {
                throw Failures.of(answer, put, host.name());
            }
            return true;
        }
    }

    /** Deletes an empty list; returns false where that is not allowed. */
    private boolean delete(Digest index) throws IOException {
        Call delete = call("DELETE", index.toString(), "delete");
        try (Answer answer = host.send(delete)) {
            return answer.status() / 100 == 2;
        }
    }
}
