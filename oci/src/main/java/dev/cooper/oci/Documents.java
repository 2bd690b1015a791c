package dev.cooper.oci;

/** What manifests and indexes have in common. */
final class Documents {
    private Documents() {}

    static void checkSchemaVersion(JsonObject json) {
        long version = json.integer("schemaVersion", 2);
        if (version != 2) {
            throw new SyntaxException(
                    json.where()
                            + ": schema version "
                            + version
                            + " is not supported, only 2 is (push the image again with a tool of"
                            + " this decade)");
        }
    }
}
