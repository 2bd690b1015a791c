package dev.cooper.scan.server;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.AdvisoryDatabase.Edition;
import dev.cooper.scan.remote.Paths;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the server is alive, what it runs and which database it has. Anyone may ask. */
final class StateRoute implements Route {
    private final CurrentDatabase databases;
    private final String version;

    StateRoute(CurrentDatabase databases, String version) {
        this.databases = databases;
        this.version = version;
    }

    @Override
    public int most() {
        return 0;
    }

    @Override
    public Response answer(Request request, byte[] body) throws IOException {
        if (request.path().equals(Paths.HEALTH)) {
            return Response.text("ok");
        }
        Edition edition = databases.edition();
        Map<String, Object> database = new LinkedHashMap<>();
        database.put("Kind", edition.kind());
        database.put("UpdatedAt", edition.builtAt().toString());
        database.put("Digest", edition.digest());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Version", version);
        members.put("VulnerabilityDB", database);
        return Response.json(Json.write(members));
    }
}
