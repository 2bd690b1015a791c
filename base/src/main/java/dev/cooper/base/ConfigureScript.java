package dev.cooper.base;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The shell program that turns unpacked packages into installed ones. It runs inside the image, in
 * the order in which Debian's own installers do it. dpkg's records are in memory meanwhile, since
 * dpkg waits for the disk after every small change; before and after they are beside their place.
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
            cp -a /var/lib/dpkg.disk/. /var/lib/dpkg/
            printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
            chmod 755 /usr/sbin/policy-rc.d

            # Runs a script where dpkg would: debconf finds the package's name there.
            run_preinst() {
              mkdir /var/lib/dpkg/tmp.ci
              for part in preinst templates config; do
                if [ -e "/var/lib/dpkg/info/$2.$part" ]; then
                  cp -p "/var/lib/dpkg/info/$2.$part" "/var/lib/dpkg/tmp.ci/$part"
                fi
              done
              printf 'Package: %s\\nArchitecture: %s\\n' "$1" "$3" > /var/lib/dpkg/tmp.ci/control
              env DPKG_MAINTSCRIPT_PACKAGE="$1" DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 \
                DPKG_MAINTSCRIPT_ARCH="$3" DPKG_MAINTSCRIPT_NAME=preinst \
                DPKG_ROOT= DPKG_ADMINDIR=/var/lib/dpkg /var/lib/dpkg/tmp.ci/preinst install
              rm -rf /var/lib/dpkg/tmp.ci
            }

            """;

    private static final String TAIL =
            """
            rm -f /usr/sbin/policy-rc.d
            audit=$(dpkg --audit)
            if [ -n "$audit" ]; then
              echo "$audit" >&2
              exit 1
            fi
            rm -rf /var/lib/dpkg.disk/*
            cp -a /var/lib/dpkg/. /var/lib/dpkg.disk/
            """;

    private final StringBuilder text = new StringBuilder();

    private ConfigureScript() {}

    /**
     * Returns the program.
     *
     * @param packages those that are unpacked
     * @param directory where files of further packages are, inside the image; empty for none
     * @param automatic the packages to mark as installed for others only
     */
    static String of(List<UnpackedPackage> packages, String directory, List<String> automatic)
            throws IOException {
        ConfigureScript script = new ConfigureScript();
        script.text.append(HEAD);
        script.addPreparation(packages);
        script.addConfiguration(packages);
        if (!directory.isEmpty()) {
            script.addExtras(directory);
        }
        if (!automatic.isEmpty()) {
            script.line("apt-mark auto " + String.join(" ", automatic) + " >/dev/null");
        }
        return script.text.append(TAIL).toString();
    }

    private void addPreparation(List<UnpackedPackage> packages) throws IOException {
        line("ldconfig");
        List<UnpackedPackage> sorted = new ArrayList<>(packages);
        // The others' scripts look up users, which base-passwd's makes.
        sorted.sort(Comparator.comparing(p -> !p.origin().name().equals("base-passwd")));
        for (UnpackedPackage unpacked : sorted) {
            if (unpacked.control().containsKey("preinst")) {
                line(
                        "run_preinst "
                                + unpacked.origin().name()
                                + " "
                                + DpkgDatabase.infoName(unpacked)
                                + " "
                                + unpacked.origin().architecture());
            }
        }
    }

    private void addConfiguration(List<UnpackedPackage> packages) {
        for (String name : FIRST) {
            if (packages.stream().anyMatch(p -> p.origin().name().equals(name))) {
                line("dpkg --force-depends --configure " + name);
            }
        }
        line("dpkg --force-depends --force-configure-any --configure --pending");
    }

    private void addExtras(String directory) {
        line(
                "apt-get -y -q --no-install-recommends -o APT::Sandbox::User=root"
                        + " -o Dpkg::Use-Pty=0 -o DPkg::Options::=--force-unsafe-io install "
                        + directory
                        + "/*.deb");
    }

    private void line(String command) {
        text.append(command).append('\n');
    }
}
