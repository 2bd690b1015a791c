package dev.cooper.inventory.sbom;

import dev.cooper.inventory.PackageKind;

/**
 * A version taken apart, as Trivy keeps those of deb and rpm.
 *
 * @param epoch empty when there is none
 * @param version what its makers call it
 * @param release what the distribution adds; empty where there is none
 */
record VersionParts(String epoch, String version, String release) {
    static VersionParts of(PackageKind kind, String whole) {
        if (kind != PackageKind.DEB && kind != PackageKind.RPM) {
            return new VersionParts("", whole, "");
        }
        int colon = whole.indexOf(':');
        String rest = whole.substring(colon + 1);
        int dash = rest.lastIndexOf('-');
        return new VersionParts(
                colon < 0 ? "" : whole.substring(0, colon),
                dash < 0 ? rest : rest.substring(0, dash),
                dash < 0 ? "" : rest.substring(dash + 1));
    }

    /** The whole again. */
    String whole() {
        return (epoch.isEmpty() ? "" : epoch + ":")
                + version
                + (release.isEmpty() ? "" : "-" + release);
    }
}
