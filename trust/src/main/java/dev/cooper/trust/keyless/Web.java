package dev.cooper.trust.keyless;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks services that certify, log, stamp or revoke: small answers, soon, or none. */
public final class Web {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /**
     * Gets what is at an address.
     *
     * @param most how many bytes it may have
     * @throws IOException when it cannot be had
     */
    public byte[] get(String address, int most) throws IOException {
        return send(address, HttpRequest.newBuilder(uri(address)).GET(), most);
    }

    /** Gets what is at an address for who has a token. */
    byte[] get(String address, String bearer, int most) throws IOException {
        return send(
                address,
                HttpRequest.newBuilder(uri(address))
                        .header("Authorization", "Bearer " + bearer)
                        .GET(),
                most);
    }

    /**
     * Sends something to an address.
     *
     * @param type the media type of the body
     * @param most how many bytes the answer may have
     * @throws IOException when there is no answer, or it refuses
     */
    public byte[] post(String address, String type, byte[] body, int most) throws IOException {
        return send(
                address,
                HttpRequest.newBuilder(uri(address))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                most);
    }

    private static URI uri(String address) throws IOException {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(address + " is no address: " + e.getMessage(), e);
        }
        throw new IOException(address + " is no address of http or https");
    }

    private byte[] send(String address, HttpRequest.Builder request, int most) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    client.send(
                            request.timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] content = body.readNBytes(most + 1);
                int status = response.statusCode();
                if (status != 200 && status != 201) {
                    throw new IOException(
                            address + " answers with status " + status + said(content));
                }
                if (content.length > most) {
                    throw new IOException(address + " sends more than " + most + " bytes");
                }
                return content;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + address, e);
        } catch (IOException e) {
            String why = e.getMessage();
            throw why != null && why.startsWith(address)
                    ? e
                    : new IOException(
                            address + " cannot be reached: " + (why == null ? e : why), e);
        }
    }

    /** The beginning of what a service says of its refusal, on one line. */
    private static String said(byte[] content) {
        String text =
                new String(content, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ").strip();
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), 300));
    }
}
