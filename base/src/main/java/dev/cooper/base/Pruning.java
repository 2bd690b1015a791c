package dev.cooper.base;

import java.util.Set;

/**
 * Leaves out of a distroless image what packages need for their maintainer scripts only, since no
 * script is run: every essential package but base-files, and a list of others that exist for
 * scripts. What the user includes by name stays.
 */
final class Pruning implements Resolver.Edges {
    /** docs/base-images.md shows this list; keep both alike. */
    static final Set<String> SCRIPT_HELPERS =
            Set.of(
                    "adduser",
                    "apt",
                    "awk",
                    "cdebconf",
                    "debconf",
                    "debconf-2.0",
                    "dictionaries-common",
                    "emacsen-common",
                    "gawk",
                    "init-system-helpers",
                    "install-info",
                    "libc-bin",
                    "lsb-base",
                    "mawk",
                    "multiarch-support",
                    "passwd",
                    "procps",
                    "sensible-utils",
                    "systemd",
                    "systemd-standalone-sysusers",
                    "systemd-standalone-tmpfiles",
                    "systemd-sysusers",
                    "systemd-sysv",
                    "systemd-tmpfiles",
                    "sysvinit-utils",
                    "ucf",
                    "update-inetd",
                    "usr-is-merged",
                    "usrmerge");

    private static final String KEPT = "base-files";

    private final PackageIndex index;

    Pruning(PackageIndex index) {
        this.index = index;
    }

    @Override
    public boolean follows(DebPackage from, Relation.Alternative wanted) {
        if (SCRIPT_HELPERS.contains(wanted.name())) {
            return false;
        }
        // update-ca-certificates names the certificates with it; the bundle is made here instead.
        if (from.name().equals("ca-certificates") && wanted.name().equals("openssl")) {
            return false;
        }
        return wanted.name().equals(KEPT)
                || index.newest(wanted.name()).filter(DebPackage::essential).isEmpty();
    }
}
