package dev.cooper.scan.advisory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One source's word on one vulnerability in one package.
 *
 * @param id such as {@code CVE-2024-1234}, or the source's own where there is no such number
 * @param aliases other names of the same vulnerability
 * @param source who says so, such as {@code ghsa}; see {@link AdvisoryDatabase#source}
 * @param versions that have it
 * @param status what is done about it
 * @param severity what the source says for this very package
 * @param notices the source's own announcements, such as {@code DSA-5678-1}
 * @param fixes versions that do not have it, as the source names them; empty where the ends of the
 *     ranges are all that it says
 * @param architectures those that it is about; empty for all
 * @param stream the module stream that the package must be of, such as {@code nodejs:12}; empty
 *     where there is none
 * @param published when the source first said so
 */
public record Advisory(
        String id,
        List<String> aliases,
        String source,
        AffectedVersions versions,
        Status status,
        Severity severity,
        List<String> notices,
        List<String> fixes,
        List<String> architectures,
        String stream,
        Optional<Instant> published) {
    public Advisory {
        aliases = List.copyOf(aliases);
        notices = List.copyOf(notices);
        fixes = List.copyOf(fixes);
        architectures = List.copyOf(architectures);
    }

    /** One on every architecture and every stream, whose fixes are the ends of its ranges. */
    public Advisory(
            String id,
            List<String> aliases,
            String source,
            AffectedVersions versions,
            Status status,
            Severity severity,
            List<String> notices) {
        this(
                id,
                aliases,
                source,
                versions,
                status,
                severity,
                notices,
                List.of(),
                List.of(),
                "",
                Optional.empty());
    }

    /** The same with fixes that the source names. */
    public Advisory withFixes(List<String> named) {
        return new Advisory(
                id,
                aliases,
                source,
                versions,
                status,
                severity,
                notices,
                named,
                architectures,
                stream,
                published);
    }

    /** The same for some architectures and one module stream only. */
    public Advisory only(List<String> someArchitectures, String oneStream) {
        return new Advisory(
                id,
                aliases,
                source,
                versions,
                status,
                severity,
                notices,
                fixes,
                someArchitectures,
                oneStream,
                published);
    }

    /** The same, published at a time. */
    public Advisory published(Optional<Instant> time) {
        return new Advisory(
                id,
                aliases,
                source,
                versions,
                status,
                severity,
                notices,
                fixes,
                architectures,
                stream,
                time);
    }
}
