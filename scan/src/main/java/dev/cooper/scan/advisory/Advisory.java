package dev.cooper.scan.advisory;

import java.util.List;

/**
 * One source's word on one vulnerability in one package.
 *
 * @param id such as {@code CVE-2024-1234}, or the source's own where there is no such number
 * @param aliases other names of the same vulnerability
 * @param source who says so, such as {@code ghsa}
 * @param versions that have it
 * @param status what is done about it
 * @param severity what the source says for this very package
 * @param notices the source's own announcements, such as {@code DSA-5678-1}
 */
public record Advisory(
        String id,
        List<String> aliases,
        String source,
        AffectedVersions versions,
        Status status,
        Severity severity,
        List<String> notices) {
    public Advisory {
        aliases = List.copyOf(aliases);
        notices = List.copyOf(notices);
    }
}
