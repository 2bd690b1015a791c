package dev.cooper.registry.operations;

import dev.cooper.oci.Json;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;

/** Answers those who ask whether the registry is well: {@code /livez} and {@code /readyz}. */
public final class Probes extends Handler.Wrapper {
    private static final long KEEP_NANOS = 1_000_000_000L;

    private record Answer(Map<String, String> reasons, long time) {}

    private final Health health;
    private volatile @Nullable Answer last;

    /**
     * @param next what answers all other requests; null for nothing
     */
    public Probes(Health health, @Nullable Handler next) {
        super(next);
        this.health = health;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        if (path == null || path.startsWith("/v2/")) {
            return super.handle(request, response, callback);
        }
        switch (path) {
            // Nothing that a restart would not mend is looked at.
            case "/livez" -> answer(request, response, callback, Map.of());
            case "/readyz" -> answer(request, response, callback, ready());
            default -> {
                return super.handle(request, response, callback);
            }
        }
        return true;
    }

    /** Whether to send requests here; the storage is tried once a second at most. */
    private Map<String, String> ready() {
        Answer answer = last;
        if (answer == null || health.isDraining() || System.nanoTime() - answer.time > KEEP_NANOS) {
            answer = new Answer(health.notReady(), System.nanoTime());
            last = answer;
        }
        return answer.reasons;
    }

    /** 200, or 503 with the reasons. */
    static void answer(
            Request request, Response response, Callback callback, Map<String, String> reasons) {
        response.setStatus(reasons.isEmpty() ? 200 : 503);
        send(request, response, callback, "application/json", Json.write(reasons));
    }

    static void send(
            Request request, Response response, Callback callback, String type, byte[] body) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, ByteBuffer.wrap(head ? new byte[0] : body), callback);
    }
}
