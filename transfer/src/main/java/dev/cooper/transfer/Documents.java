package dev.cooper.transfer;

import dev.cooper.oci.Digest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The manifests that were written or read last, so that giving one a tag needs no download. */
final class Documents {
    private static final int MAX_BYTES = 8 << 20;

    private final Map<Digest, byte[]> contents = new LinkedHashMap<>();
    private long bytes;

    synchronized void put(Digest digest, byte[] content) {
        byte[] old = contents.put(digest, content.clone());
        bytes += content.length - (old == null ? 0 : old.length);
        var oldest = contents.entrySet().iterator();
        while (bytes > MAX_BYTES && contents.size() > 1) {
            bytes -= oldest.next().getValue().length;
            oldest.remove();
        }
    }

    synchronized Optional<byte[]> get(Digest digest) {
        return Optional.ofNullable(contents.get(digest)).map(byte[]::clone);
    }
}
