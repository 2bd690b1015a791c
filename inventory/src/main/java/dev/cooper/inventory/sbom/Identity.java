package dev.cooper.inventory.sbom;

import dev.cooper.archive.DigestingOutputStream;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** What a document is known by: the digest of what is in it, which need not be held for it. */
final class Identity {
    private Identity() {}

    static Digest of(@Nullable Object content) {
        try (DigestingOutputStream out =
                new DigestingOutputStream(
                        OutputStream.nullOutputStream(), Digest.Algorithm.SHA256)) {
            Json.write(content, 0, out);
            return out.digest();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written anywhere
        }
    }
}
