package dev.cooper.base;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The shell programs that turn unpacked packages into installed ones. They run inside the image, in
 * the order in which Debian's own installers do it.
 */
final class ConfigureScript {
    /**
     * Configured one after the other before all others: each is used by the scripts of the rest.
     */
    private static final List<String> FIRST =
            List.of("mawk", "base-passwd", "base-files", "dpkg", "libc6", "perl-base", "debconf");

    private static final String HEAD =
            """
            set -e
            umask 022
            printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
            chmod 755 /usr/sbin/policy-rc.d
            """;

    private static final String TAIL =
            """
            rm -f /usr/sbin/policy-rc.d
            audit=$(dpkg --audit)
            if [ -n "$audit" ]; then
              echo "$audit" >&2
              exit 1
            fi
            """;

    private ConfigureScript() {}

    /** Returns the program that configures the packages of a fresh tree. */
    static String core(List<UnpackedPackage> packages) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("ldconfig\n");
        List<UnpackedPackage> sorted = new ArrayList<>(packages);
        sorted.sort(Comparator.comparing(p -> !p.origin().name().equals("base-passwd")));
        for (UnpackedPackage unpacked : sorted) {
            if (unpacked.control().containsKey("preinst")) {
                text.append(preinst(unpacked));
            }
        }
        text.append("[ -e /usr/bin/awk ] || ln -s mawk /usr/bin/awk\n");
        for (String name : FIRST) {
            if (packages.stream().anyMatch(p -> p.origin().name().equals(name))) {
                if (name.equals("mawk")) {
                    text.append("rm -f /usr/bin/awk\n");
                }
                text.append("dpkg --force-depends --configure ").append(name).append('\n');
            }
        }
        text.append("dpkg --force-depends --force-configure-any --configure --pending\n");
        return text.append(TAIL).toString();
    }

    private static String preinst(UnpackedPackage unpacked) throws IOException {
        return "DPKG_MAINTSCRIPT_PACKAGE="
                + unpacked.origin().name()
                + " DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 DPKG_MAINTSCRIPT_ARCH="
                + unpacked.origin().architecture()
                + " DPKG_MAINTSCRIPT_NAME=preinst DPKG_ROOT= DPKG_ADMINDIR=/var/lib/dpkg"
                + " /var/lib/dpkg/info/"
                + DpkgDatabase.infoName(unpacked)
                + ".preinst install\n";
    }

    /**
     * Returns the program that installs further packages from files.
     *
     * @param directory where the files are, inside the image
     */
    static String extras(String directory) {
        return HEAD
                + "apt-get -y -q --no-install-recommends --no-download"
                + " -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0"
                + " -o DPkg::Options::=--force-unsafe-io"
                + " install "
                + directory
                + "/*.deb\n"
                + TAIL;
    }

    /**
     * Returns the program that marks packages as installed for others only.
     *
     * @param names the packages, none empty
     */
    static String markAutomatic(List<String> names) {
        return "set -e\numask 022\napt-mark auto " + String.join(" ", names) + " > /dev/null\n";
    }
}
