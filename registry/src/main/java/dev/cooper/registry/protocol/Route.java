package dev.cooper.registry.protocol;

import org.jspecify.annotations.Nullable;

/** What a path below {@code /v2/} names. */
public sealed interface Route {
    /** What is before the name of a file of trust data. */
    String TRUST = "/_trust/tuf/";

    /** {@code /v2/}: is this a registry, and may I use it. */
    record Base() implements Route {}

    /** {@code /v2/_catalog}. */
    record Catalog() implements Route {}

    /** {@code /v2/_oci/ext/discover}, or the same in a repository. */
    record Discover() implements Route {}

    /** {@code /v2/NAME/tags/list}. */
    record Tags(String repository) implements Route {}

    /** {@code /v2/NAME/manifests/REFERENCE}. */
    record Manifest(String repository, String reference) implements Route {}

    /** {@code /v2/NAME/blobs/DIGEST}. */
    record Blob(String repository, String digest) implements Route {}

    /** {@code /v2/NAME/blobs/uploads/}. */
    record Uploads(String repository) implements Route {}

    /** {@code /v2/NAME/blobs/uploads/ID}. */
    record Upload(String repository, String id) implements Route {}

    /** {@code /v2/NAME/referrers/DIGEST}. */
    record Referrers(String repository, String digest) implements Route {}

    /**
     * {@code /v2/NAME/_trust/tuf/FILE}: a file of trust data.
     *
     * @param repository as signers name it, with the host, and perhaps its port
     * @param file "" for all
     */
    record Trust(String repository, String file) implements Route {}

    /** The repository that it is about, "" when it is about none. */
    default String repository() {
        return switch (this) {
            case Base(), Catalog(), Discover() -> "";
            case Tags(String name) -> name;
            case Manifest(String name, String _) -> name;
            case Blob(String name, String _) -> name;
            case Uploads(String name) -> name;
            case Upload(String name, String _) -> name;
            case Referrers(String name, String _) -> name;
            case Trust(String name, String _) -> name;
        };
    }

    /** The same in another repository. */
    default Route in(String name) {
        return switch (this) {
            case Base(), Catalog(), Discover() -> this;
            case Trust(String _, String file) -> new Trust(name, file);
            case Tags(String _) -> new Tags(name);
            case Manifest(String _, String reference) -> new Manifest(name, reference);
            case Blob(String _, String digest) -> new Blob(name, digest);
            case Uploads(String _) -> new Uploads(name);
            case Upload(String _, String id) -> new Upload(name, id);
            case Referrers(String _, String digest) -> new Referrers(name, digest);
        };
    }

    /**
     * Finds out what a path means. Names of repositories are checked, the rest is not.
     *
     * @param path the path, percent signs decoded
     * @return null when nothing is there
     */
    static @Nullable Route parse(String path) {
        if (path.equals("/v2/") || path.equals("/v2")) {
            return new Base();
        }
        if (!path.startsWith("/v2/")) {
            return null;
        }
        String rest = path.substring("/v2/".length());
        if (rest.equals("_catalog")) {
            return new Catalog();
        }
        if (rest.equals("_oci/ext/discover") || rest.endsWith("/_oci/ext/discover")) {
            return new Discover();
        }
        int trust = rest.indexOf(TRUST); // no name has a component that starts with _
        if (trust > 0) {
            return new Trust(
                    Names.trusted(rest.substring(0, trust)),
                    rest.substring(trust + TRUST.length()));
        }
        if (rest.endsWith("/tags/list")) {
            return new Tags(name(rest, rest.length() - "/tags/list".length()));
        }
        int last = rest.lastIndexOf('/');
        return last < 0 ? null : ofItem(rest, last);
    }

    private static @Nullable Route ofItem(String rest, int last) {
        String item = rest.substring(last + 1);
        String before = rest.substring(0, last);
        if (before.endsWith("/blobs/uploads")) {
            String name = name(before, before.length() - "/blobs/uploads".length());
            return item.isEmpty() ? new Uploads(name) : new Upload(name, item);
        }
        if (item.isEmpty()) {
            return null;
        }
        if (before.endsWith("/blobs")) {
            String name = name(before, before.length() - "/blobs".length());
            return item.equals("uploads") ? new Uploads(name) : new Blob(name, item);
        }
        if (before.endsWith("/manifests")) {
            return new Manifest(name(before, before.length() - "/manifests".length()), item);
        }
        if (before.endsWith("/referrers")) {
            return new Referrers(name(before, before.length() - "/referrers".length()), item);
        }
        return null;
    }

    private static String name(String text, int end) {
        return Names.repository(text.substring(0, end));
    }
}
