package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.List;

/** All catalogers there are. */
final class Catalogers {
    /** Those for packages that a distribution's own package manager has put there. */
    static final List<Cataloger> OF_SYSTEM =
            List.of(
                    new ReleaseCataloger(),
                    new DpkgCataloger(),
                    new ApkCataloger(),
                    new RpmCataloger());

    /** Those for what is installed by the package managers of languages. */
    static final List<Cataloger> OF_LANGUAGES =
            List.of(
                    new JavaCataloger(),
                    new NodeCataloger(),
                    new PythonCataloger(),
                    new GoCataloger(),
                    new RustCataloger(),
                    new RubyCataloger(),
                    new PhpCataloger(),
                    new DotnetCataloger(),
                    new CondaCataloger(),
                    new RlangCataloger());

    /** Those for files in which package managers of languages fix versions. */
    static final List<Cataloger> OF_LOCK_FILES = List.of();

    /** Those for images. */
    static final List<Cataloger> OF_IMAGES = together(OF_SYSTEM, OF_LANGUAGES);

    private Catalogers() {}

    /** Those for a directory. */
    static List<Cataloger> of(DirectoryOptions options) {
        return together(
                OF_SYSTEM,
                together(
                        options.installed() ? OF_LANGUAGES : List.of(),
                        options.lockFiles() ? OF_LOCK_FILES : List.of()));
    }

    private static List<Cataloger> together(List<Cataloger> some, List<Cataloger> others) {
        List<Cataloger> all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }
}
