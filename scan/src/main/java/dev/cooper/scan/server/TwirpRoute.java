package dev.cooper.scan.server;

import dev.cooper.inventory.LayerCache;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.twirp.CacheMessages;
import dev.cooper.scan.twirp.ScanAnswer;
import dev.cooper.scan.twirp.ScanQuestion;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers clients of Trivy's, which send what they found and want to hear what it means. */
final class TwirpRoute implements Route {
    static final String PREFIX = "/twirp/";

    private static final String TYPE = "application/protobuf";
    private static final int LARGEST = 64 << 20;
    private static final int MOST_OF_AN_IMAGE = 128 << 20;
    private static final String BLOB = "trivy-blob";
    private static final String ARTIFACT = "trivy-artifact";

    private final LayerCache layers;
    private final CurrentDatabase databases;

    TwirpRoute(LayerCache layers, CurrentDatabase databases) {
        this.layers = layers;
        this.databases = databases;
    }

    @Override
    public int most() {
        return LARGEST;
    }

    @Override
    public Response answer(Request request, byte[] body) throws IOException {
        if (!request.method().equals("POST")) {
            throw new RefusedException(405, "calls are sent with POST");
        }
        String type = request.header("Content-Type").orElse("");
        if (!type.equals(TYPE)) {
            throw new RefusedException(415, "want " + TYPE + ", found \"" + type + "\"");
        }
        return switch (request.path().substring(PREFIX.length())) {
            case "trivy.cache.v1.Cache/PutArtifact" -> put(CacheMessages.artifact(body), ARTIFACT);
            case "trivy.cache.v1.Cache/PutBlob" -> put(CacheMessages.blob(body), BLOB);
            case "trivy.cache.v1.Cache/MissingBlobs" -> missing(CacheMessages.wanted(body));
            case "trivy.cache.v1.Cache/DeleteBlobs" -> delete(CacheMessages.deleted(body));
            case "trivy.scanner.v1.Scanner/Scan" -> scan(ScanQuestion.parse(body));
            default -> throw new RefusedException(404, "there is no call " + request.path());
        };
    }

    /** A refusal as Twirp has it. */
    static Response inItsWords(Response response) {
        String code =
                switch (response.status()) {
                    case 200 -> "";
                    case 400 -> "invalid_argument";
                    case 401 -> "unauthenticated";
                    case 404, 405, 415 -> "bad_route";
                    case 413 -> "resource_exhausted";
                    case 503 -> "unavailable";
                    default -> "internal";
                };
        if (code.isEmpty()) {
            return response;
        }
        String sentence = JsonObject.parse(response.body(), "refusal").string("error");
        return new Response(
                response.status(),
                Response.JSON,
                Json.write(Map.of("code", code, "msg", sentence)));
    }

    private static Response message(byte[] message) {
        return new Response(200, TYPE, message);
    }

    private Response put(CacheMessages.Put put, String maker) throws IOException {
        layers.write(Digest.parse(put.id()), maker, put.content());
        return message(new byte[0]);
    }

    private Response missing(CacheMessages.Wanted wanted) {
        List<String> missing = new ArrayList<>();
        for (String id : wanted.blobIds()) {
            if (layers.read(Digest.parse(id), BLOB).isEmpty()) {
                missing.add(id);
            }
        }
        String artifact = wanted.artifactId();
        boolean lacks =
                !artifact.isEmpty() && layers.read(Digest.parse(artifact), ARTIFACT).isEmpty();
        return message(CacheMessages.missing(lacks, missing));
    }

    /** Of directories, which are not scanned twice. */
    private Response delete(List<String> ids) throws IOException {
        for (String id : ids) {
            layers.forget(Digest.parse(id), BLOB);
        }
        return message(new byte[0]);
    }

    private Response scan(ScanQuestion question) throws IOException {
        List<byte[]> blobs = new ArrayList<>();
        long total = 0;
        for (String id : question.blobIds()) {
            Optional<byte[]> blob = layers.read(Digest.parse(id), BLOB);
            if (blob.isEmpty()) {
                throw new SyntaxException("what is in layer " + id + " was not sent");
            }
            blobs.add(blob.get());
            total += blob.get().length;
            if (total > MOST_OF_AN_IMAGE) {
                throw new SyntaxException("there is too much in the layers of one image");
            }
        }
        ScanAnswer answer = new ScanAnswer(question, blobs);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return message(databases.use(database -> answer.message(database, today)));
    }
}
