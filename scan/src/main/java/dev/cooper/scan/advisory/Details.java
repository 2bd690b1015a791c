package dev.cooper.scan.advisory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts together what several sources know of the same vulnerability. */
final class Details {
    /** Whose title and description count first. */
    private static final List<String> SOURCES =
            List.of(
                    "nvd",
                    "redhat",
                    "debian",
                    "ubuntu",
                    "alpine",
                    "amazon",
                    "oracle-oval",
                    "suse-cvrf",
                    "photon",
                    "alma",
                    "rocky",
                    "azure",
                    "ruby-advisory-db",
                    "ghsa");

    private static final int MOST_REFERENCES = 100;

    private Details() {}

    /** The bytes of details with the rank of their source before them. */
    static byte[] ranked(String source, byte[] details) {
        int rank = SOURCES.indexOf(source);
        byte[] ranked = new byte[details.length + 1];
        ranked[0] = (byte) (rank < 0 ? SOURCES.size() : rank);
        System.arraycopy(details, 0, ranked, 1, details.length);
        return ranked;
    }

    /** One whole from those that are ranked, the first of which count most. */
    static byte[] together(String id, List<byte[]> ranked) {
        String title = "";
        String description = "";
        Map<String, Severity> severities = new HashMap<>();
        Map<String, Vulnerability.Cvss> scores = new HashMap<>();
        Set<String> weaknesses = new TreeSet<>();
        Set<String> references = new LinkedHashSet<>();
        Optional<java.time.Instant> published = Optional.empty();
        Optional<java.time.Instant> modified = Optional.empty();
        for (byte[] each : ranked) {
            Vulnerability part =
                    VulnerabilityCodec.read(ByteBuffer.wrap(each, 1, each.length - 1).slice());
            title = title.isEmpty() ? part.title() : title;
            description = description.isEmpty() ? part.description() : description;
            part.severities().forEach(severities::putIfAbsent);
            part.scores().forEach(scores::putIfAbsent);
            weaknesses.addAll(part.weaknesses());
            references.addAll(part.references());
            published = published.or(part::published);
            modified = modified.or(part::modified);
        }
        List<String> some = new ArrayList<>(references);
        return VulnerabilityCodec.write(
                new Vulnerability(
                        id,
                        title,
                        description,
                        severities,
                        scores,
                        List.copyOf(weaknesses),
                        some.subList(0, Math.min(some.size(), MOST_REFERENCES)),
                        published,
                        modified,
                        Optional.empty(),
                        Optional.empty()));
    }
}
