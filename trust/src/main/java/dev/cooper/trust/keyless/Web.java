package dev.cooper.trust.notation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks services that certificates name, or that stamp the time: small answers, soon, or none. */
final class Web {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    byte[] get(String address, int most) throws IOException {
        return send(address, HttpRequest.newBuilder(uri(address)).GET(), most);
    }

    byte[] post(String address, String type, byte[] body, int most) throws IOException {
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
                if (response.statusCode() != 200) {
                    throw new IOException(
                            address + " answers with status " + response.statusCode());
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
}
