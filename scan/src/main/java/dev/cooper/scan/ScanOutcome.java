package dev.cooper.scan;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.scan.report.Report;

import java.util.List;

/**
 * What a scan came to.
 *
 * @param inventory everything that was found to be there
 * @param warnings sentences about what could not be read or looked up
 */
public record ScanOutcome(Report report, ImageInventory inventory, List<String> warnings) {
    public ScanOutcome {
        warnings = List.copyOf(warnings);
    }
}
