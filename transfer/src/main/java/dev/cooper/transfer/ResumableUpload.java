package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.store.Place;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Uploads a blob that can be read again: goes on where the connection broke, also when that was in
 * an earlier process, as far as the registry allows it.
 */
final class ResumableUpload {
    private static final int PIECE = 64 << 10;

    private final Host host;
    private final Call start;
    private final Descriptor blob;
    private final Place from;
    private final LongConsumer position;

    ResumableUpload(Host host, Call start, Descriptor blob, Place from, LongConsumer position) {
        this.host = host;
        this.start = start;
        this.blob = blob;
        this.from = from;
        this.position = position;
    }

    /** Where a session is and how many bytes it has. */
    private record Session(URI location, long offset) {}

    void run(SavedSessions sessions) throws IOException {
        String key = host.name() + start.path() + blob.digest();
        try (SavedSessions.Saved saved = sessions.claim(key)) {
            Session session = saved.location().flatMap(this::status).orElse(null);
            URI complete = send(session, saved);
            finish(complete);
            saved.forget();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the source cannot be read
        }
    }

    private URI send(@Nullable Session first, SavedSessions.Saved saved) throws IOException {
        Session session = first;
        long reached = -1;
        int failures = 0;
        while (true) {
            if (session == null) {
                session = new Session(begin(), 0);
                saved.keep(session.location());
            }
            if (session.offset() == blob.size()) {
                return session.location();
            }
            try {
                return patch(session);
            } catch (RegistryException e) {
                throw e;
            } catch (IOException e) {
                failures = session.offset() > reached ? 1 : failures + 1;
                reached = Math.max(reached, session.offset());
                if (failures >= host.retry().tries() || !Transport.mayPass(e)) {
                    throw Failures.of(e, start, host.name());
                }
                Retry.sleep(host.retry().pause(failures));
                session = status(session.location()).orElse(null);
            }
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

    /** Asks how far a session is; empty when there is no use in it. */
    private Optional<Session> status(URI location) {
        Call get =
                Call.of("GET", start.path(), start.scopes(), start.about(), "pushing").at(location);
        try (Answer answer = host.send(get)) {
            if (answer.status() != 204) {
                return Optional.empty();
            }
            long offset = offset(answer.header("Range").orElse(""));
            URI next = Sessions.location(host, get, answer);
            return offset > blob.size() ? Optional.empty() : Optional.of(new Session(next, offset));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code 0-99}, which is 100 bytes; {@code 0-0} may be none, so it counts as none. */
    private static long offset(String range) {
        String text = range.startsWith("bytes=") ? range.substring(6) : range;
        int dash = text.indexOf('-');
        try {
            long last = Long.parseLong(text.substring(dash + 1).strip());
            return last <= 0 ? 0 : last + 1;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private URI patch(Session session) throws IOException {
        long left = blob.size() - session.offset();
        Call patch =
                Call.of("PATCH", start.path(), start.scopes(), start.about(), "pushing")
                        .at(session.location())
                        .with("Content-Type", "application/octet-stream");
        if (session.offset() > 0) {
            patch = patch.with("Content-Range", session.offset() + "-" + (blob.size() - 1));
        }
        try (Upload upload = host.upload(patch, left)) {
            pump(upload, session.offset());
            try (Answer answer = upload.finish()) {
                if (Retry.isPassing(answer.status()) || answer.status() == 416) {
                    throw new IOException("it answered " + answer.status());
                }
                if (answer.status() / 100 != 2) {
                    throw Failures.of(answer, patch, host.name());
                }
                return Sessions.location(host, patch, answer);
            }
        }
    }

    private void pump(Upload upload, long offset) throws IOException {
        try (InputStream in = source()) {
            skip(in, offset);
            long sent = offset;
            byte[] buffer = new byte[PIECE];
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                if (!upload.write(ByteBuffer.wrap(Arrays.copyOf(buffer, n)))) {
                    return; // the answer says why
                }
                sent += n;
                position.accept(sent);
            }
        }
    }

    private InputStream source() {
        try {
            return from.open(blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void skip(InputStream in, long offset) {
        try {
            in.skipNBytes(offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(URI location) throws IOException {
        Call put =
                Call.of("PUT", start.path(), start.scopes(), start.about(), "pushing")
                        .at(Query.add(location, "digest", blob.digest().toString()))
                        .with("Content-Type", "application/octet-stream");
        try (Answer answer = host.send(put)) {
            if (answer.status() != 201 && answer.status() != 204) {
                throw Failures.of(answer, put, host.name());
            }
        }
    }

    static Call start(String repository, String about, List<String> scopes) {
        return Call.of("POST", "/v2/" + repository + "/blobs/uploads/", scopes, about, "pushing");
    }
}
