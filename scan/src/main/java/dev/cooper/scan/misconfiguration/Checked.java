package dev.cooper.scan.misconfiguration;

import dev.cooper.scan.finding.MisconfigurationFinding;

import java.util.List;

/**
 * What the checks say of one file or image.
 *
 * @param type {@code dockerfile} or {@code kubernetes}
 * @param path of what was checked, as reports call it
 * @param successes how many checks found nothing
 * @param findings what they found
 * @param ignored what comments in the file say to leave out
 * @param ofBase what the steps of an image's base do, which its own Dockerfile cannot change
 */
public record Checked(
        String type,
        String path,
        int successes,
        List<MisconfigurationFinding> findings,
        List<MisconfigurationFinding> ignored,
        List<MisconfigurationFinding> ofBase) {

    /** Copies the lists. */
    public Checked {
        findings = List.copyOf(findings);
        ignored = List.copyOf(ignored);
        ofBase = List.copyOf(ofBase);
    }
}
