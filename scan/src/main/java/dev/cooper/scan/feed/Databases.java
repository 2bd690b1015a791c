package dev.cooper.scan.feed;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.CooperDatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens whatever advisory database lies in a directory. */
public final class Databases {
    private Databases() {}

    /**
     * Where the database is: {@code COOPER_CACHE_DIR}, or {@code cooper} in the home of the store.
     *
     * @param cache the value of {@code --cache-dir}, if it was given
     * @param environment the variables of the process
     * @param home the home of the store
     */
    public static Path directory(Optional<Path> cache, Map<String, String> environment, Path home) {
        String variable = environment.getOrDefault("COOPER_CACHE_DIR", "");
        Path base =
                cache.orElseGet(
                        () -> variable.isEmpty() ? home.resolve("cooper") : Path.of(variable));
        return base.resolve("db");
    }

    /** Whether there is any. */
    public static boolean isIn(Path directory) {
        return CooperDatabase.isIn(directory)
                || trivy(directory).isPresent()
                || grype(directory).isPresent();
    }

    /**
     * Opens one.
     *
     * @param directory has Cooper's own, {@code trivy.db}, or grype's {@code vulnerability.db}
     * @param asOf the time whose state is wanted; empty for the newest
     * @throws SyntaxException when there is none; says how to get one
     * @throws IOException when it cannot be read
     */
    public static AdvisoryDatabase open(Path directory, Optional<Instant> asOf) throws IOException {
        if (CooperDatabase.isIn(directory)) {
            return asOf.isPresent()
                    ? CooperDatabase.open(directory, asOf.get())
                    : CooperDatabase.open(directory);
        }
        Optional<Path> trivy = trivy(directory);
        if (trivy.isPresent()) {
            requireNewest(asOf, directory);
            return TrivyDatabase.open(trivy.get());
        }
        Optional<Path> grype = grype(directory);
        if (grype.isPresent()) {
            requireNewest(asOf, directory);
            return GrypeDatabase.open(grype.get());
        }
        throw none(directory);
    }

    private static void requireNewest(Optional<Instant> asOf, Path directory) {
        if (asOf.isPresent()) {
            throw new SyntaxException(
                    "the database in "
                            + directory
                            + " has one state only: an older one can be had of Cooper's own alone");
        }
    }

    /** Trivy's cache has its database in {@code db}. */
    private static Optional<Path> trivy(Path directory) {
        return Stream.of(directory, directory.resolve("db"))
                .filter(place -> Files.isRegularFile(place.resolve("trivy.db")))
                .findFirst();
    }

    /** Grype's cache has its database below the number of its version. */
    private static Optional<Path> grype(Path directory) {
        return Stream.of(directory, directory.resolve("6"))
                .map(place -> place.resolve("vulnerability.db"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static SyntaxException none(Path directory) {
        return new SyntaxException(
                "there is no advisory database in "
                        + directory
                        + ": fetch one with \"cooper db update REFERENCE\", make one with \"cooper"
                        + " db build\", or for Debian and Ubuntu take one from this machine's"
                        + " mirror with \"cooper db build mirror=debian:bookworm\"");
    }
}
