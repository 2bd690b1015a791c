package dev.cooper.scan.advisory;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, advisories.size());
        for (Advisory each : advisories) {
            text(out, each.id());
            texts(out, each.aliases());
            text(out, each.source());
            number(out, each.status().ordinal());
            number(out, each.severity().ordinal());
            texts(out, each.notices());
            number(out, each.versions().ranges().size());
            for (AffectedVersions.Range range : each.versions().ranges()) {
                number(out, range.limit().ordinal());
                text(out, range.introduced());
                text(out, range.end());
            }
            texts(out, each.versions().versions());
        }
        return out.toByteArray();
    }

    private static void texts(ByteArrayOutputStream out, List<String> texts) {
        number(out, texts.size());
        texts.forEach(each -> text(out, each));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /**
     * @throws java.nio.BufferUnderflowException when the bytes are cut off
     */
    static List<Advisory> read(ByteBuffer in) {
        List<Advisory> advisories = new ArrayList<>();
        for (int i = number(in); i > 0; i--) {
            String id = text(in);
            List<String> aliases = texts(in);
            String source = text(in);
            Status status = STATUSES.get(number(in));
            Severity severity = SEVERITIES.get(number(in));
            List<String> notices = texts(in);
            List<AffectedVersions.Range> ranges = new ArrayList<>();
            for (int j = number(in); j > 0; j--) {
                AffectedVersions.Limit limit = LIMITS.get(number(in));
                ranges.add(new AffectedVersions.Range(text(in), limit, text(in)));
            }
            AffectedVersions versions = new AffectedVersions(ranges, texts(in));
            advisories.add(new Advisory(id, aliases, source, versions, status, severity, notices));
        }
        return advisories;
    }

    private static List<String> texts(ByteBuffer in) {
        int count = number(in);
        if (count == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[number(in)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int number(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
