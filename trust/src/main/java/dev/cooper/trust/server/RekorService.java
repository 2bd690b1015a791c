package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The transparency log as clients of Rekor 1 ask it. */
final class RekorService implements Service {
    private static final String ENTRIES = "/api/v1/log/entries";
    private static final int MOST = 10;

    private final TransparencyLog log;

    RekorService(TransparencyLog log) {
        this.log = log;
    }

    @Override
    public Optional<Answer> answer(Question question) throws IOException {
        String asked = question.method() + " " + question.path();
        if (asked.startsWith("GET " + ENTRIES + "/")) {
            String uuid = question.path().substring(ENTRIES.length() + 1);
            return Optional.of(found(log.entry(uuid)));
        }
        return switch (asked) {
            case "POST " + ENTRIES -> Optional.of(enter(question));
            case "GET " + ENTRIES -> Optional.of(found(log.entry(question.number("logIndex"))));
            case "POST " + ENTRIES + "/retrieve" -> Optional.of(retrieve(question));
            case "GET /api/v1/log" -> Optional.of(Answer.json(200, state()));
            case "GET /api/v1/log/publicKey" ->
                    Optional.of(
                            Answer.text(
                                    200,
                                    "application/x-pem-file",
                                    PublicKeys.pem(log.key().publicKey())));
            case "GET /api/v1/log/proof" -> Optional.of(proof(question));
            default -> Optional.empty();
        };
    }

    private Answer enter(Question question) throws IOException {
        LogEntry entry = log.enter(ProposedEntry.parse(question.json()));
        String uuid = log.uuid(entry);
        return Answer.json(201, named(entry))
                .with("Location", ENTRIES + "/" + uuid)
                .with("ETag", uuid);
    }

    private Answer found(Optional<LogEntry> entry) {
        return entry.map(one -> Answer.json(200, named(one)))
                .orElseGet(() -> Answer.error(404, "the log has no such entry"));
    }

    private Answer retrieve(Question question) throws IOException {
        JsonObject json = question.json();
        List<String> uuids = json.optionalStrings("entryUUIDs").orElse(List.of());
        List<Long> indexes = new ArrayList<>();
        if (json.get("logIndexes") instanceof List<?> some) {
            for (Object one : some) {
                indexes.add(one instanceof Long index ? index : Long.valueOf(-1));
            }
        }
        if (json.has("entries")) {
            throw new RefusedException(400, "entries are found by entryUUIDs and logIndexes only");
        }
        if (uuids.size() + indexes.size() > MOST) {
            throw new RefusedException(422, "at most " + MOST + " entries may be asked for");
        }
        List<Object> all = new ArrayList<>();
        for (String uuid : uuids) {
            log.entry(uuid).ifPresent(entry -> all.add(named(entry)));
        }
        for (long index : indexes) {
            log.entry(index).ifPresent(entry -> all.add(named(entry)));
        }
        return Answer.json(200, all);
    }

    private Map<String, Object> state() throws IOException {
        AppendOnly.Head head = log.head();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inactiveShards", List.of());
        json.put("rootHash", head.root());
        json.put("signedTreeHead", log.checkpoint(head));
        json.put("treeID", log.treeId());
        json.put("treeSize", head.size());
        return json;
    }

    private Answer proof(Question question) {
        long first = question.parameter("firstSize").isPresent() ? question.number("firstSize") : 1;
        long last = question.number("lastSize");
        Optional<List<byte[]>> proof = log.consistency(first, last);
        if (proof.isEmpty()) {
            return Answer.error(400, "the tree did not grow from " + first + " to " + last);
        }
        return Answer.json(200, Map.of("hashes", hex(proof.get()), "rootHash", log.head().root()));
    }

    private Map<String, Object> named(LogEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("body", entry.body());
        json.put("integratedTime", entry.integratedTime());
        json.put("logID", entry.logId());
        json.put("logIndex", entry.index());
        Map<String, Object> verification = new LinkedHashMap<>();
        verification.put("inclusionProof", proof(entry.proof().orElseThrow()));
        verification.put(
                "signedEntryTimestamp",
                Base64.getEncoder().encodeToString(entry.promise().orElseThrow()));
        json.put("verification", verification);
        return Map.of(log.uuid(entry), json);
    }

    private static Map<String, Object> proof(InclusionProof proof) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("checkpoint", proof.checkpoint());
        json.put("hashes", hex(proof.hashes()));
        json.put("logIndex", proof.index());
        json.put("rootHash", proof.root());
        json.put("treeSize", proof.size());
        return json;
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }
}
