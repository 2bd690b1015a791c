package dev.cooper.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source checkout that the tests run in. */
public final class Checkout {
    private static final Path ROOT = findRoot();

    private Checkout() {}

    /** The top directory of the checkout: the one that holds the root {@code pom.xml}. Absolute. */
    public static Path root() {
        return ROOT;
    }

    /** A directory under the root's {@code target} for state shared by the test JVMs of a build. */
    static Path shared(String name) throws java.io.IOException {
        return Files.createDirectories(ROOT.resolve("target").resolve(name));
    }

    private static Path findRoot() {
        // The build names the root; from an IDE the property is missing and the walk finds it.
        String named = System.getProperty("cooper.checkout", "");
        Path start = Path.of(named).toAbsolutePath().normalize();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("testkit/pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("no checkout of cooper at or above " + start);
    }
}
