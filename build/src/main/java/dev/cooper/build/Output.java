package dev.cooper.build;

import dev.cooper.archive.Compression;
import dev.cooper.oci.Reference;

import java.util.List;
import java.util.Optional;

/**
 * One {@code -o}: what a build writes, and where.
 *
 * @param type the kind of result
 * @param destination a path, or {@code -} for standard output; empty where the kind has none
 * @param names names of the image, beside those of {@code -t}
 * @param compression of the layers that the build makes
 * @param level the compressor's level; -1 is its default
 * @param force whether layers of the base are compressed anew too
 * @param rewriteTimestamp whether times in new layers are clamped to SOURCE_DATE_EPOCH; empty
 *     means: when that is given
 * @param asTar for the archive kinds, false writes a directory
 */
public record Output(
        Type type,
        Optional<String> destination,
        List<Reference> names,
        Compression compression,
        int level,
        boolean force,
        Optional<Boolean> rewriteTimestamp,
        boolean asTar) {

    /** The kinds of result. */
    public enum Type {
        /** An image in the local store. */
        IMAGE,
        /** An OCI archive. */
        OCI,
        /** An archive that {@code docker load} reads. */
        DOCKER,
        /** The root file system in a directory. */
        LOCAL,
        /** The root file system in a tar. */
        TAR
    }

    /** Copies the names. */
    public Output {
        names = List.copyOf(names);
    }

    /** An image in the local store, layers compressed as usual. */
    public static Output image() {
        return new Output(
                Type.IMAGE,
                Optional.empty(),
                List.of(),
                Compression.GZIP,
                -1,
                false,
                Optional.empty(),
                true);
    }

    /**
     * Reads the value of {@code -o}.
     *
     * @param text {@code type=oci,dest=x.tar} and so on; a directory means {@code type=local}, a
     *     {@code -} means {@code type=tar} on standard output
     * @throws dev.cooper.oci.SyntaxException when something in it is unknown or missing
     */
    public static Output parse(String text) {
        return OutputSyntax.parse(text);
    }
}
