package dev.cooper.cli.progress;

import dev.cooper.build.ProgressEvent;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows each event as a line of JSON in the form of BuildKit's SolveStatus. */
final class RawJsonRenderer implements ProgressRenderer {
    private final Terminal terminal;
    private final Map<Digest, ProgressEvent.Declared> declared = new HashMap<>();
    private final Map<Digest, Instant> started = new HashMap<>();
    private final Map<String, Instant> works = new HashMap<>();

    RawJsonRenderer(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        switch (event) {
            case ProgressEvent.Declared it -> {
                declared.put(it.vertex(), it);
                write("vertexes", vertex(it.vertex()));
            }
            case ProgressEvent.Started it -> {
                started.put(it.vertex(), it.at());
                write("vertexes", vertex(it.vertex()));
            }
            case ProgressEvent.Completed it -> {
                Map<String, @Nullable Object> vertex = vertex(it.vertex());
                vertex.put("completed", it.at().toString());
                if (it.cached()) {
                    vertex.put("cached", true);
                }
                it.error().ifPresent(error -> vertex.put("error", error));
                write("vertexes", vertex);
            }
            case ProgressEvent.Status it -> write("statuses", status(it));
            case ProgressEvent.Log it -> {
                Map<String, @Nullable Object> log = new LinkedHashMap<>();
                log.put("vertex", it.vertex().toString());
                log.put("stream", (long) it.stream());
                log.put("data", Base64.getEncoder().encodeToString(it.data()));
                log.put("timestamp", it.at().toString());
                write("logs", log);
            }
            case ProgressEvent.Warning it -> write("warnings", warning(it));
        }
    }

    private Map<String, @Nullable Object> vertex(Digest digest) {
        Map<String, @Nullable Object> vertex = new LinkedHashMap<>();
        vertex.put("digest", digest.toString());
        ProgressEvent.Declared known = declared.get(digest);
        if (known != null) {
            if (!known.inputs().isEmpty()) {
                List<String> inputs = new ArrayList<>();
                for (Digest input : known.inputs()) {
                    inputs.add(input.toString());
                }
                vertex.put("inputs", inputs);
            }
            vertex.put("name", known.name());
        }
        Instant began = started.get(digest);
        if (began != null) {
            vertex.put("started", began.toString());
        }
        return vertex;
    }

    private Map<String, @Nullable Object> status(ProgressEvent.Status it) {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("id", it.id());
        status.put("vertex", it.vertex().toString());
        if (it.total() != 0) {
            status.put("total", it.total());
        }
        status.put("current", it.current());
        status.put("timestamp", it.at().toString());
        Instant began = works.computeIfAbsent(it.vertex() + " " + it.id(), ignored -> it.at());
        status.put("started", began.toString());
        if (it.done()) {
            status.put("completed", it.at().toString());
        }
        return status;
    }

    private static Map<String, @Nullable Object> warning(ProgressEvent.Warning it) {
        Map<String, @Nullable Object> warning = new LinkedHashMap<>();
        warning.put("vertex", it.vertex().toString());
        warning.put("level", 1L);
        warning.put("short", base64(it.message()));
        if (!it.detail().isEmpty()) {
            warning.put("detail", List.of(base64(it.detail())));
        }
        if (!it.url().isEmpty()) {
            warning.put("url", it.url());
        }
        return warning;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String kind, Map<String, @Nullable Object> item) {
        try {
            terminal.rawError(Json.writeString(Map.of(kind, List.of(item))) + "\n");
        } catch (IOException e) {
            // Nobody is looking; the build goes on.
        }
    }

    @Override
    public void close() {}
}
