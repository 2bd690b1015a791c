package dev.cooper.scan.finding;

import dev.cooper.scan.advisory.Severity;

/**
 * A licence that a package or a file has.
 *
 * @param id an SPDX identifier or expression where it could be made one, else as it is written
 * @param category such as {@code restricted}, {@code notice} or {@code unknown}
 * @param packageName empty where a file has it
 * @param path of the file that says so; may be empty
 * @param isOfSystem whether a package of the distribution has it
 * @param confidence from 0 to 1
 */
public record LicenseFinding(
        String id,
        String category,
        Severity severity,
        String packageName,
        String path,
        boolean isOfSystem,
        double confidence)
        implements Finding {}
