package dev.cooper.inventory.sbom;

import dev.cooper.inventory.ImageInventory;

/**
 * What an SBOM says.
 *
 * @param format how it is written
 * @param subject what it is about, as far as it says so
 */
public record ReadSbom(Format format, Subject subject, ImageInventory inventory) {
    /** How an SBOM is written. */
    public enum Format {
        /** CycloneDX in JSON. */
        CYCLONEDX,
        /** SPDX 2 in JSON. */
        SPDX
    }
}
