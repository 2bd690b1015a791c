package dev.cooper.transfer;

import dev.cooper.archive.DigestMismatchException;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.store.BlobWriter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * Uploads a blob whose digest is known at the end only. What is small waits in memory and goes in
 * one request; the rest streams as it is written.
 */
final class BlobUpload extends BlobWriter {
    private static final int SMALL = 1 << 20;
    private static final int PIECE = 64 << 10;

    private final Host host;
    private final Call start;
    private final MessageDigest sha256 = Digest.Algorithm.SHA256.newMessageDigest();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private @Nullable URI session;
    private @Nullable Upload stream;
    private long size;
    private boolean done;

    BlobUpload(Host host, String repository, String about, List<String> scopes) {
        this.host = host;
        this.start =
                Call.of("POST", "/v2/" + repository + "/blobs/uploads/", scopes, about, "pushing");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sha256.update(bytes, offset, length);
        size += length;
        waiting.write(bytes, offset, length);
        if (stream == null ? waiting.size() >= SMALL : waiting.size() >= PIECE) {
            send();
        }
    }

    private void send() throws IOException {
        Upload open = stream;
        if (open == null) {
            session = begin();
            open =
                    host.upload(
                            Call.of("PATCH", start.path(), start.scopes(), start.about(), "pushing")
                                    .with("Content-Type", "application/octet-stream")
                                    .at(session),
                            -1);
            stream = open;
        }
        byte[] piece = waiting.toByteArray();
        waiting.reset();
        try {
            if (!open.write(ByteBuffer.wrap(piece))) {
                try (Answer answer = open.finish()) {
                    throw Failures.of(answer, start, host.name());
                }
            }
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(e, start, host.name());
        }
    }

    private URI begin() throws IOException {
        try (Answer answer = host.send(start)) {
            if (answer.status() != 202) {
                throw Failures.of(answer, start, host.name());
            }
            return Sessions.location(host, start, answer);
        }
    }

    @Override
    public Descriptor commit(String mediaType) throws IOException {
        return finish(mediaType, Digest.of(Digest.Algorithm.SHA256, sha256.digest()));
    }

    @Override
    public Descriptor commit(String mediaType, Digest expected) throws IOException {
        Digest found = Digest.of(Digest.Algorithm.SHA256, sha256.digest());
        if (expected.algorithm() == Digest.Algorithm.SHA256 && !found.equals(expected)) {
            throw new DigestMismatchException(expected, found, size);
        }
        return finish(mediaType, expected);
    }

    private Descriptor finish(String mediaType, Digest digest) throws IOException {
        URI location = session;
        byte[] rest = new byte[0];
        Upload open = stream;
        if (open == null || location == null) {
            location = begin();
            session = location;
            rest = waiting.toByteArray();
        } else {
            if (waiting.size() > 0) {
                send();
            }
            location = endOf(open);
        }
        Call put =
                Call.of("PUT", start.path(), start.scopes(), start.about(), "pushing")
                        .at(Query.add(location, "digest", digest.toString()))
                        .with("Content-Type", "application/octet-stream")
                        .withBody(rest);
        try (Answer answer = host.send(put)) {
            if (answer.status() != 201 && answer.status() != 204) {
                throw Failures.of(answer, put, host.name());
            }
        }
        done = true;
        return Descriptor.of(mediaType, digest, size);
    }

    private URI endOf(Upload open) throws IOException {
        try (Answer answer = open.finish()) {
            if (answer.status() != 202 && answer.status() != 201 && answer.status() != 204) {
                throw Failures.of(answer, start, host.name());
            }
            return Sessions.location(host, start, answer);
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(e, start, host.name());
        }
    }

    @Override
    public void close() {
        Upload open = stream;
        if (open != null) {
            open.close();
        }
        URI location = session;
        if (!done && location != null) {
            done = true;
            Sessions.cancel(host, start, location);
        }
    }
}
