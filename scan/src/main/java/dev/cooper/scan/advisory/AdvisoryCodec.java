package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The advisories of one package as bytes: numbers of seven bits a byte, texts after their length.
 */
final class AdvisoryCodec {
    private static final List<Status> STATUSES = List.of(Status.values());
    private static final List<Severity> SEVERITIES = List.of(Severity.values());
    private static final List<AffectedVersions.Limit> LIMITS =
            List.of(AffectedVersions.Limit.values());

    /** What a range is, in one number: its limit, and this when its first version is not in it. */
    private static final int AFTER = 4;

    private AdvisoryCodec() {}

    static byte[] write(List<Advisory> advisories) {
        PackedWriter out = new PackedWriter().number(advisories.size());
        for (Advisory each : advisories) {
            out.text(each.id()).texts(each.aliases()).text(each.source());
            out.number(STATUSES.indexOf(each.status())).number(SEVERITIES.indexOf(each.severity()));
            out.texts(each.notices()).texts(each.fixes()).texts(each.architectures());
            out.text(each.stream());
            Times.write(each.published(), out);
            ranges(each.versions().ranges(), out);
            out.texts(each.versions().versions());
            ranges(each.versions().unaffected(), out);
        }
        return out.bytes();
    }

    private static void ranges(List<AffectedVersions.Range> ranges, PackedWriter out) {
        out.number(ranges.size());
        for (AffectedVersions.Range range : ranges) {
            out.number(LIMITS.indexOf(range.limit()) + (range.after() ? AFTER : 0))
                    .text(range.introduced())
                    .text(range.end());
        }
    }

    /**
     * @throws RuntimeException when the bytes are cut off, or are something else
     */
    static List<Advisory> read(ByteBuffer bytes) {
        PackedReader in = new PackedReader(bytes);
        List<Advisory> advisories = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            String id = in.text();
            List<String> aliases = in.texts();
            String source = in.text();
            Status status = STATUSES.get(in.number());
            Severity severity = SEVERITIES.get(in.number());
            List<String> notices = in.texts();
            List<String> fixes = in.texts();
            List<String> architectures = in.texts();
            String stream = in.text();
            Optional<Instant> published = Times.read(in);
            AffectedVersions versions = new AffectedVersions(ranges(in), in.texts(), ranges(in));
            advisories.add(
                    new Advisory(
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
                            published));
        }
        return advisories;
    }

    private static List<AffectedVersions.Range> ranges(PackedReader in) {
        int count = in.number();
        if (count == 0) {
            return List.of();
        }
        List<AffectedVersions.Range> ranges = new ArrayList<>();
        for (int i = count; i > 0; i--) {
            int kind = in.number();
            AffectedVersions.Limit limit = LIMITS.get(kind % AFTER);
            ranges.add(new AffectedVersions.Range(in.text(), kind >= AFTER, limit, in.text()));
        }
        return ranges;
    }
}
