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

    private Catalogers() {}
}
