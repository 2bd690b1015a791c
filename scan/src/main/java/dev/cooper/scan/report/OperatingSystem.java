package dev.cooper.scan.report;

/**
 * The distribution as reports name it.
 *
 * @param family Trivy's word for it, such as {@code redhat} where the image says {@code rhel}
 * @param name its version, such as {@code 12.5}
 * @param isEndOfLife whether nobody mends this release any more
 */
public record OperatingSystem(String family, String name, boolean isEndOfLife) {}
