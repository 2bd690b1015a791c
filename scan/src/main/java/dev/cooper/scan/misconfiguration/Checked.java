package dev.cooper.scan.misconfiguration;

import dev.cooper.scan.finding.MisconfigurationFinding;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the checks say of one file or image.
 *
 * @param type {@code dockerfile} or {@code kubernetes}
 * @param path of what was checked, as reports call it
 * @param successes how many checks found nothing
 * @param findings what they found
 * @param ignored what comments in the file say to leave out
 * @param until for each of these the day from which on it is no longer left out
 * @param ofBase what the steps of an image's base do, which its own Dockerfile cannot change
 */
public record Checked(
        String type,
        String path,
        int successes,
        List<MisconfigurationFinding> findings,
        List<MisconfigurationFinding> ignored,
        List<LocalDate> until,
        List<MisconfigurationFinding> ofBase) {

    /** Copies the lists. */
    public Checked {
        findings = List.copyOf(findings);
        ignored = List.copyOf(ignored);
        until = List.copyOf(until);
        ofBase = List.copyOf(ofBase);
    }

    /** The same on a day, with the findings that are no longer left out then. */
    Checked on(LocalDate today) {
        Set<String> failed = new HashSet<>();
        findings.forEach(each -> failed.add(each.id()));
        int before = failed.size();
        List<MisconfigurationFinding> shown = new ArrayList<>(findings);
        List<MisconfigurationFinding> hidden = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        for (int i = 0; i < ignored.size(); i++) {
            if (until.get(i).isAfter(today)) {
                hidden.add(ignored.get(i));
                days.add(until.get(i));
            } else {
                shown.add(ignored.get(i));
                failed.add(ignored.get(i).id());
            }
        }
        int passed = successes - (failed.size() - before);
        return new Checked(type, path, passed, shown, hidden, days, ofBase);
    }
}
