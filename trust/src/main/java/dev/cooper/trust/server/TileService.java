package dev.cooper.trust.server;

import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log of tiles as clients of Rekor 2 ask it. */
final class TileService implements Service {
    private static final String TILE = "/api/v2/tile/";
    private static final String ENTRIES = TILE + "entries/";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final TileLog log;

    TileService(TileLog log) {
        this.log = log;
    }

    @Override
    public Optional<Answer> answer(Question question) throws IOException {
        String asked = question.method() + " " + question.path();
        if (asked.startsWith("GET " + TILE)) {
            return Optional.of(tile(question.path()));
        }
        return switch (asked) {
            case "POST /api/v2/log/entries" ->
                    Optional.of(
                            Answer.json(
                                    201,
                                    entry(log.enter(ProposedTileEntry.parse(question.json())))));
            case "GET /api/v2/checkpoint" ->
                    Optional.of(
                            Answer.text(200, "text/plain; charset=utf-8", log.checkpoint())
                                    .with("Cache-Control", "no-cache"));
            default -> Optional.empty();
        };
    }

    private Answer tile(String path) throws IOException {
        Optional<byte[]> content;
        if (path.startsWith(ENTRIES)) {
            TilePath wanted = TilePath.parse(path.substring(ENTRIES.length()));
            content = log.entries(wanted.index(), wanted.count());
        } else {
            String rest = path.substring(TILE.length());
            int slash = rest.indexOf('/');
            TilePath wanted = TilePath.parse(rest.substring(slash + 1));
            content = log.hashes(level(rest, slash), wanted.index(), wanted.count());
        }
        return content.map(bytes ->
                        Answer.of(200, "application/octet-stream", bytes)
                                .with("Cache-Control", FOREVER))
                .orElseGet(() -> Answer.error(404, "the log is not so large"));
    }

    private static int level(String rest, int slash) {
        if (slash == 1 && Character.digit(rest.charAt(0), 10) >= 0) {
            return rest.charAt(0) - '0';
        }
        if (slash == 2 && rest.chars().limit(2).allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(rest.substring(0, 2)); // above what any log has
        }
        throw new RefusedException(400, "\"" + rest + "\" is no level and number of a tile");
    }

    /** As protobuf writes it in JSON: what has 64 bits is text. */
    private static Map<String, Object> entry(LogEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logIndex", Long.toString(entry.index()));
        json.put("logId", Map.of("keyId", text64(HexFormat.of().parseHex(entry.logId()))));
        Map<String, Object> kind = new LinkedHashMap<>();
        kind.put("kind", entry.kind());
        kind.put("version", entry.version());
        json.put("kindVersion", kind);
        json.put("inclusionProof", proof(entry.proof().orElseThrow()));
        json.put("canonicalizedBody", entry.body());
        return json;
    }

    private static Map<String, Object> proof(InclusionProof proof) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logIndex", Long.toString(proof.index()));
        json.put("rootHash", text64(HexFormat.of().parseHex(proof.root())));
        json.put("treeSize", Long.toString(proof.size()));
        List<String> hashes = proof.hashes().stream().map(TileService::text64).toList();
        json.put("hashes", hashes);
        json.put("checkpoint", Map.of("envelope", proof.checkpoint()));
        return json;
    }

    private static String text64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
