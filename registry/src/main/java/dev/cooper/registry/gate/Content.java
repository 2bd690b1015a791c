package dev.cooper.registry.gate;

import dev.cooper.oci.Digest;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.Referrers;
import dev.cooper.registry.storage.StoredBlob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Optional;

/**
 * What the registry has, as the gate reads it.
 *
 * @param manifests the manifests and tags
 * @param referrers what refers to manifests
 * @param blobs where blobs are
 * @param objects their bytes
 */
public record Content(Manifests manifests, Referrers referrers, Blobs blobs, Objects objects) {
    /** Opens a blob; its bytes are not verified. */
    InputStream open(String repository, Digest digest) throws IOException {
        Optional<StoredBlob> found = blobs.find(repository, digest);
        if (found.isEmpty()) {
            throw new IOException("repository " + repository + " has no blob " + digest);
        }
        StoredBlob blob = found.get();
        String key = blob.key();
        if (key == null) {
            return new ByteArrayInputStream(blob.content() == null ? new byte[0] : blob.content());
        }
        return Channels.newInputStream(objects.open(key, blob.size(), 0, blob.size()));
    }
}
