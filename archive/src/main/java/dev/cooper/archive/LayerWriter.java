package dev.cooper.archive;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Writes one layer: takes a tar, compresses it and computes diff ID and digest, all in one pass and
 * mostly off the caller's thread. Use by one thread; several writers at once share the processors.
 */
public final class LayerWriter implements AutoCloseable {
    private final Compression compression;
    private final ChunkCodec codec;
    private final ChunkPipeline pipeline;
    private final Sides sides;
    private final TarWriter tar;
    private boolean done;

    /**
     * Starts a layer.
     *
     * @param target takes the blob; it is neither flushed nor closed
     * @param level as in {@link Compression#compress}
     */
    public LayerWriter(OutputStream target, Compression compression, int level) {
        this.compression = compression;
        this.codec = ChunkCodec.of(compression, level);
        this.sides = new Sides(target, compression == Compression.NONE);
        this.pipeline = new ChunkPipeline(codec, sides);
        this.tar = new TarWriter(raw());
    }

    /** Where the entries go. */
    public TarWriter tar() {
        return tar;
    }

    /** Ends the tar, if {@link TarWriter#finish} was not called, and the blob. */
    public Layer finish() throws IOException {
        if (done) {
            throw new IllegalStateException("layer already finished");
        }
        tar.finish();
        done = true;
        pipeline.finish();
        return sides.layer(compression, codec.name());
    }

    /** Stops the work when the layer was not finished; what is in the target then is rubbish. */
    @Override
    public void close() {
        if (!done) {
            done = true;
            pipeline.abort();
        }
    }

    /**
     * Makes a layer of a tar that exists already, byte for byte.
     *
     * @param tarBytes read to its end, not closed
     */
    public static Layer copy(
            java.io.InputStream tarBytes, OutputStream target, Compression compression, int level)
            throws IOException {
        try (LayerWriter writer = new LayerWriter(target, compression, level)) {
            try (OutputStream raw = writer.raw()) {
                tarBytes.transferTo(raw);
            }
            writer.done = true;
            writer.pipeline.finish();
            return writer.sides.layer(compression, writer.codec.name());
        }
    }

    private OutputStream raw() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                pipeline.write(bytes, offset, length);
            }
        };
    }

    /** Hashes and counts both sides; without compression they are one. */
    private static final class Sides implements ChunkPipeline.Sink {
        private final OutputStream target;
        private final boolean same;
        private final MessageDigest plain = Digest.Algorithm.SHA256.newMessageDigest();
        private final MessageDigest blob = Digest.Algorithm.SHA256.newMessageDigest();
        private long plainSize;
        private long blobSize;

        Sides(OutputStream target, boolean same) {
            this.target = target;
            this.same = same;
        }

        @Override
        public void plain(byte[] bytes, int length) {
            plain.update(bytes, 0, length);
            plainSize += length;
        }

        @Override
        public void encoded(byte[] bytes, int length) throws IOException {
            if (!same) {
                blob.update(bytes, 0, length);
            }
            blobSize += length;
            target.write(bytes, 0, length);
        }

        Layer layer(Compression compression, String compressor) {
            Digest diffId = Digest.of(Digest.Algorithm.SHA256, plain.digest());
            Digest digest = same ? diffId : Digest.of(Digest.Algorithm.SHA256, blob.digest());
            return new Layer(diffId, digest, blobSize, plainSize, compression, compressor);
        }
    }
}
