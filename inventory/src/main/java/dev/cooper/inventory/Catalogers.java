package dev.cooper.inventory;

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

    private Catalogers() {}
}
