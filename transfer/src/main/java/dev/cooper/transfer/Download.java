package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.store.NotFoundException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bytes of a blob or manifest, asked for again from where the connection broke. */
final class Download extends InputStream {
    private final Host host;
    private final Call call;
    private final long size;
    private Answer answer;
    private InputStream in;
    private long position;
    private int failures;

    private Download(Host host, Call call, long size, Answer answer) {
        this.host = host;
        this.call = call;
        this.size = size;
        this.answer = answer;
        this.in = host.guarded(answer);
    }

    static Download open(Host host, Call call, Descriptor wanted) throws IOException {
        Answer answer = host.send(call);
        boolean taken = false;
        try {
            if (answer.status() == 404) {
                throw new NotFoundException(
                        call.doing()
                                + " "
                                + call.about()
                                + ": registry "
                                + host.name()
                                + " has no "
                                + wanted.digest());
            }
            if (answer.status() != 200) {
                throw Failures.of(answer, call, host.name());
            }
            taken = true;
            return new Download(host, call, wanted.size(), answer);
        } finally {
            if (!taken) {
                answer.close();
            }
        }
    }

    /**
     * Opens what nothing is known of but its digest.
     *
     * @return empty when the registry does not have it
     */
    static Optional<Download> find(Host host, Call call) throws IOException {
        Answer answer = host.send(call);
        boolean taken = false;
        try {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (answer.status() != 200) {
                throw Failures.of(answer, call, host.name());
            }
            taken = true;
            return Optional.of(new Download(host, call, answer.length(), answer));
        } finally {
            if (!taken) {
                answer.close();
            }
        }
    }

    /** How many bytes there are, -1 when the registry has not said so. */
    long size() {
        return size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            IOException failure;
            try {
                int n = in.read(buffer, offset, length);
                if (n >= 0) {
                    position += n;
                    return n;
                }
                if (position >= size) {
                    return -1;
                }
                failure = new IOException("it ended after " + position + " bytes");
            } catch (IOException e) {
                failure = e;
            }
            resume(failure);
        }
    }

    private void resume(IOException failure) throws IOException {
        failures++;
        if (failures >= host.retry().tries() || !Transport.mayPass(failure)) {
            throw Failures.of(failure, call, host.name());
        }
        answer.close();
        Retry.sleep(host.retry().pause(failures));
        Call rest = position == 0 ? call : call.with("Range", "bytes=" + position + "-");
        answer = host.send(rest);
        if (answer.status() != 200 && answer.status() != 206) {
            throw Failures.of(answer, call, host.name());
        }
        in = host.guarded(answer);
        if (answer.status() == 200 && position > 0) {
            in.skipNBytes(position); // a registry without ranges
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
