import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection to a registry that is kept for many requests. It does as little as can be done,
 * because what the load costs is taken from the registry that is measured on the same machine.
 */
final class Connection implements AutoCloseable {
    /** What came back; of a body only how long it was. */
    record Answer(int status, String location, long bytes) {}

    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[256 << 10];
    private boolean ended;

    Connection(URI base) throws IOException {
        host = base.getAuthority();
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    }

    /** Whether the registry has said that it takes no more requests here. */
    boolean isEnded() {
        return ended;
    }

    Answer send(String method, String path, String header, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
        head.append("\r\nUser-Agent: bench\r\n").append(header);
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        if (body.length <= 16 << 10) {
            byte[] all = java.util.Arrays.copyOf(first, first.length + body.length);
            System.arraycopy(body, 0, all, first.length, body.length);
            socket.getOutputStream().write(all);
        } else {
            socket.getOutputStream().write(first);
            socket.getOutputStream().write(body);
        }
        return answer(method.equals("HEAD"));
    }

    private Answer answer(boolean noBody) throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        String location = "";
        long length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "location" -> location = value;
                case "content-length" -> length = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equals("chunked");
                case "connection" -> ended |= value.equals("close");
                default -> {}
            }
        }
        if (noBody || status == 204) {
            return new Answer(status, location, 0);
        }
        return new Answer(status, location, chunked ? chunks() : skip(length));
    }

    private long chunks() throws IOException {
        long total = 0;
        while (true) {
            long size = Long.parseLong(line().strip(), 16);
            total += skip(size);
            line();
            if (size == 0) {
                return total;
            }
        }
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            left -= count;
        }
        return length;
    }

    private String line() throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            buffer[length++] = (byte) next;
        }
        int end = length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
        return new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
