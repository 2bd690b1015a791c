package dev.cooper.store;

import dev.cooper.archive.DigestMismatchException;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Names the file, and what to do, when the bytes of a blob turn out to be wrong. */
final class DamageReport extends FilterInputStream {
    private final Path path;

    DamageReport(InputStream verified, Path path) {
        super(verified);
        this.path = path;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (DigestMismatchException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (DigestMismatchException e) {
            throw damaged(e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            return in.skip(count);
        } catch (DigestMismatchException e) {
            throw damaged(e);
        }
    }

    private StoreException damaged(DigestMismatchException cause) {
        return new StoreException(
                "reading "
                        + path
                        + ": the blob is damaged ("
                        + cause.getMessage()
                        + "); "
                        + Blobs.remedy(),
                cause);
    }
}
