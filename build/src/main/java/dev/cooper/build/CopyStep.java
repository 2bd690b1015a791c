package dev.cooper.build;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a COPY or ADD instruction asks for, with every variable expanded.
 *
 * @param add whether it is ADD: archives unpack, URLs are fetched
 * @param from where the paths are looked up
 * @param paths the sources that are paths, as written
 * @param urls the sources that are URLs (ADD only)
 * @param inline heredocs, name to content
 * @param destination absolute; ends in a slash when the user wrote one
 * @param chown as written, or empty
 * @param chmod as written, or empty
 * @param parents whether source paths keep their parents
 * @param excludes patterns of files to leave out
 * @param checksum the digest that a URL's content must have
 * @param unpack whether archives unpack; empty means: local ones do, fetched ones do not
 * @param epoch the time every copied context file gets, in seconds; empty keeps the files' own
 */
record CopyStep(
        boolean add,
        From from,
        List<String> paths,
        List<String> urls,
        Map<String, String> inline,
        String destination,
        Optional<String> chown,
        Optional<String> chmod,
        boolean parents,
        List<String> excludes,
        Optional<String> checksum,
        Optional<Boolean> unpack,
        OptionalLong epoch) {

    /** Where the source paths of a copy are looked up. */
    sealed interface From {
        /** The build context, or a named one, without what its ignore file names. */
        record Context(String name) implements From {}

        /** The root of a stage or an image. */
        record Root(Vertex vertex) implements From {}
    }

    CopyStep {
        paths = List.copyOf(paths);
        urls = List.copyOf(urls);
        excludes = List.copyOf(excludes);
    }

    /** The vertices that are copied from. */
    List<Vertex> sources() {
        return switch (from) {
            case From.Context _ -> List.of();
            case From.Root root -> List.of(root.vertex());
        };
    }
}
