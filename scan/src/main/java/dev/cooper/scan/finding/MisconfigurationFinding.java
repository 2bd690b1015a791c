package dev.cooper.scan.finding;

import dev.cooper.scan.advisory.Severity;

import java.util.List;

/**
 * A check that a file or a configuration does not pass.
 *
 * @param id of the check, such as {@code DS-0002}
 * @param aliases other names of the check, such as {@code DS002} and {@code AVD-DS-0002}
 * @param title of the check
 * @param description why it matters
 * @param message what is wrong here
 * @param resolution what to do
 * @param address where more is said; may be empty
 * @param type what was checked: {@code dockerfile}, {@code kubernetes} …
 * @param path of what was checked, as reports call it
 * @param startLine from 1; 0 where it is about no line
 * @param endLine inclusive
 * @param code the lines from the first to the last
 * @param layer number of the layer whose step it is about, from 0; -1 where there is none
 */
public record MisconfigurationFinding(
        String id,
        List<String> aliases,
        String title,
        String description,
        String message,
        String resolution,
        String address,
        Severity severity,
        String type,
        String path,
        int startLine,
        int endLine,
        List<String> code,
        int layer)
        implements Finding {
    public MisconfigurationFinding {
        aliases = List.copyOf(aliases);
        code = List.copyOf(code);
    }
}
