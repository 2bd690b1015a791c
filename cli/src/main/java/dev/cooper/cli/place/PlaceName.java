package dev.cooper.cli.place;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.util.Optional;

/** One end of a copy, as it is written on the command line. */
public sealed interface PlaceName {
    /**
     * A repository in a registry.
     *
     * @param reference with a tag or a digest
     */
    record InRegistry(Reference reference) implements PlaceName {}

    /**
     * The store of this user.
     *
     * @param text a name; to read from, also an id or a digest
     */
    record InStore(String text) implements PlaceName {}

    /**
     * A directory in the form of an OCI image layout.
     *
     * @param directory the directory
     * @param tag the text of the annotation {@code org.opencontainers.image.ref.name}, or empty
     */
    record InLayout(Path directory, String tag) implements PlaceName {}

    /**
     * A tar.
     *
     * @param kind its form
     * @param file the file
     * @param name the name of the image in it, when one is given
     */
    record InArchive(Kind kind, Path file, Optional<String> name) implements PlaceName {}

    /** The form of an archive. */
    enum Kind {
        /** An OCI image layout in a tar. */
        OCI,
        /** What {@code docker save} writes. */
        DOCKER
    }

    /**
     * Reads the name of a place: {@code docker://REF} or a plain {@code REF}, {@code store:REF},
     * {@code oci:DIR[:TAG]} (or {@code oci-dir:}), {@code oci-archive:FILE[:NAME]}, {@code
     * docker-archive:FILE[:NAME]}.
     *
     * @param text the operand
     * @return the place
     * @throws SyntaxException when it is none
     */
    static PlaceName parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "docker" -> inRegistry(text, rest);
            case "store" -> new InStore(required(text, rest));
            case "oci", "oci-dir" -> {
                int tag = rest.indexOf(':');
                yield new InLayout(
                        Path.of(required(text, tag < 0 ? rest : rest.substring(0, tag))),
                        tag < 0 ? "" : rest.substring(tag + 1));
            }
            case "oci-archive" -> archive(text, Kind.OCI, rest);
            case "docker-archive" -> archive(text, Kind.DOCKER, rest);
            case "dir", "docker-daemon", "containers-storage", "ostree", "sif" ->
                    throw new SyntaxException(
                            text
                                    + ": Cooper copies from and to docker://, store:, oci:,"
                                    + " oci-archive: and docker-archive:, not "
                                    + kind
                                    + ":");
            default -> new InRegistry(Reference.parse(text).withDefaultTag());
        };
    }

    private static PlaceName inRegistry(String text, String rest) {
        // "docker:24" is the image of that name; only two slashes make it a place
        return new InRegistry(
                Reference.parse(rest.startsWith("//") ? rest.substring(2) : text).withDefaultTag());
    }

    private static PlaceName archive(String text, Kind kind, String rest) {
        int name = rest.indexOf(':');
        Optional<String> named =
                name < 0
                        ? Optional.empty()
                        : Optional.of(rest.substring(name + 1)).filter(n -> !n.isEmpty());
        return new InArchive(
                kind, Path.of(required(text, name < 0 ? rest : rest.substring(0, name))), named);
    }

    private static String required(String text, String part) {
        if (part.isEmpty()) {
            throw new SyntaxException("\"" + text + "\" names no place after the colon");
        }
        return part;
    }
}
