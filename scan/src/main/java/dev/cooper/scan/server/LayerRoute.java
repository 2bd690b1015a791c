package dev.cooper.scan.server;

import dev.cooper.inventory.LayerMemory;
import dev.cooper.oci.Digest;
import dev.cooper.scan.remote.Paths;

import java.io.IOException;
import java.util.Optional;

/** Keeps what clients found in layers, and tells it those who ask. */
final class LayerRoute implements Route {
    private static final int LONGEST_MAKER = 128;

    private final LayerMemory layers;

    LayerRoute(LayerMemory layers) {
        this.layers = layers;
    }

    @Override
    public int most() {
        return Paths.LARGEST;
    }

    @Override
    public Response answer(Request request, byte[] body) throws IOException {
        String[] words = request.path().substring(Paths.LAYERS.length()).split("/", -1);
        if (words.length != 2 || !isMaker(words[1])) {
            throw new RefusedException(
                    404, "want " + Paths.LAYERS + "DIFF-ID/MAKER, found " + request.path());
        }
        Digest diffId = Digest.parse(words[0]);
        String maker = words[1];
        switch (request.method()) {
            case "GET" -> {
                Optional<byte[]> known = layers.read(diffId, maker);
                return known.map(bytes -> new Response(200, "application/octet-stream", bytes))
                        .orElseGet(() ->
                                Response.error(404, "what is in that layer is not known here"));
            }
            case "PUT" -> {
                layers.write(diffId, maker, body);
                return Response.empty();
            }
            default -> throw new RefusedException(405, "layers are read with GET, kept with PUT");
        }
    }

    private static boolean isMaker(String word) {
        return !word.isEmpty()
                && word.length() <= LONGEST_MAKER
                && word.charAt(0) != '.'
                && word.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || c == '-'
                                        || c == '_'
                                        || c == '.');
    }
}
