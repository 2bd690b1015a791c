package dev.cooper.archive;

import java.io.IOException;
import java.io.OutputStream;

/** The plain stream face of {@link ChunkPipeline}. */
final class CompressedOutputStream extends OutputStream implements ChunkPipeline.Sink {
    private final OutputStream target;
    private final ChunkPipeline pipeline;
    private boolean closed;

    CompressedOutputStream(OutputStream target, ChunkCodec codec) {
        this.target = target;
        this.pipeline = new ChunkPipeline(codec, this);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("stream closed");
        }
        pipeline.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (target) {
            pipeline.finish();
        }
    }

    @Override
    public void plain(byte[] bytes, int length) {
        // Nobody asked for a digest of the plain side.
    }

    @Override
    public void encoded(byte[] bytes, int length) throws IOException {
        target.write(bytes, 0, length);
    }
}
