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

    /** Whoever believes the type under which it was found must read the same as who does not. */
    static void checkType(JsonObject json, Descriptor found) {
        String own = json.string("mediaType", "");
        if (!own.isEmpty() && !own.equals(found.mediaType())) {
            throw new SyntaxException(
                    json.where()
                            + ": it says that it is a "
                            + Json.excerpt(own)
                            + ", but was found as a "
                            + Json.excerpt(found.mediaType())
                            + ", so that others could read it otherwise");
        }
    }
}
