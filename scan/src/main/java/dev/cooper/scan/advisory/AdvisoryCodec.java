package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The advisories of one package as bytes: numbers of seven bits a byte, texts after their length.
 */
final class AdvisoryCodec {
    private static final List<Status> STATUSES = List.of(Status.values());
    private static final List<Severity> SEVERITIES = List.of(Severity.values());
    private static final List<AffectedVersions.Limit> LIMITS =
            List.of(AffectedVersions.Limit.values());

    private AdvisoryCodec() {}

    static byte[] write(List<Advisory> advisories) {
        PackedWriter out = new PackedWriter().number(advisories.size());
        for (Advisory each : advisories) {
            out.text(each.id()).texts(each.aliases()).text(each.source());
            out.number(STATUSES.indexOf(each.status())).number(SEVERITIES.indexOf(each.severity()));
            out.texts(each.notices()).number(each.versions().ranges().size());
            for (AffectedVersions.Range range : each.versions().ranges()) {
                out.number(LIMITS.indexOf(range.limit()))
                        .text(range.introduced())
                        .text(range.end());
            }
            out.texts(each.versions().versions());
        }
        return out.bytes();
    }

    /**
     * @throws java.nio.BufferUnderflowException when the bytes are cut off
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
            List<AffectedVersions.Range> ranges = new ArrayList<>();
            for (int j = in.number(); j > 0; j--) {
                AffectedVersions.Limit limit = LIMITS.get(in.number());
                ranges.add(new AffectedVersions.Range(in.text(), limit, in.text()));
            }
            AffectedVersions versions = new AffectedVersions(ranges, in.texts());
            advisories.add(new Advisory(id, aliases, source, versions, status, severity, notices));
        }
        return advisories;
    }
}
