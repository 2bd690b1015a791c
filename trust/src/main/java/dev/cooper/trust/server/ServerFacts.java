package dev.cooper.trust.server;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Rfc3339;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server is once and for all.
 *
 * @param name of its transparency log
 * @param since when its keys may be trusted
 */
record ServerFacts(String name, Instant since) {
    private static final String FILE = "server.json";

    /** Reads them, or keeps these from now on. */
    static ServerFacts keep(ServerDirectory directory, ServerFacts fresh) throws IOException {
        Optional<byte[]> file = directory.read(FILE);
        if (file.isPresent()) {
            JsonObject json = JsonObject.parse(file.get(), directory.file(FILE).toString());
            return new ServerFacts(json.string("name"), Rfc3339.parse(json.string("since")));
        }
        var json = new TreeMap<String, Object>();
        json.put("name", fresh.name);
        json.put("since", fresh.since.toString());
        directory.write(FILE, Json.prettyBytes(json, 2));
        return fresh;
    }
}
