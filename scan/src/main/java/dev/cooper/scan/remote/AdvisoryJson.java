package dev.cooper.scan.remote;

import dev.cooper.oci.JsonObject;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An advisory as JSON; what is empty is left out. */
final class AdvisoryJson {
    private AdvisoryJson() {}

    static Map<String, Object> write(Advisory advisory) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", advisory.id());
        put(members, "aliases", advisory.aliases());
        members.put("source", advisory.source());
        put(members, "ranges", ranges(advisory.versions().ranges()));
        put(members, "versions", advisory.versions().versions());
        put(members, "unaffected", ranges(advisory.versions().unaffected()));
        members.put("status", Words.of(advisory.status()));
        members.put("severity", Words.of(advisory.severity()));
        put(members, "notices", advisory.notices());
        put(members, "fixes", advisory.fixes());
        put(members, "architectures", advisory.architectures());
        if (!advisory.stream().isEmpty()) {
            members.put("stream", advisory.stream());
        }
        advisory.published().ifPresent(time -> members.put("published", time.toString()));
        return members;
    }

    private static void put(Map<String, Object> members, String name, List<?> values) {
        if (!values.isEmpty()) {
            members.put(name, values);
        }
    }

    private static List<Map<String, Object>> ranges(List<Range> ranges) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Range range : ranges) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put(range.after() ? "after" : "from", range.introduced());
            switch (range.limit()) {
                case NONE -> {}
                case FIXED -> members.put("before", range.end());
                case LAST -> members.put("last", range.end());
            }
            all.add(members);
        }
        return all;
    }

    static Advisory read(JsonObject members) {
        return new Advisory(
                members.string("id"),
                members.strings("aliases"),
                members.string("source"),
                new AffectedVersions(
                        readRanges(members.objects("ranges")),
                        members.strings("versions"),
                        readRanges(members.objects("unaffected"))),
                Words.read(Status.class, members, "status"),
                Words.read(Severity.class, members, "severity"),
                members.strings("notices"),
                members.strings("fixes"),
                members.strings("architectures"),
                members.string("stream", ""),
                Words.time(members, "published"));
    }

    private static List<Range> readRanges(List<JsonObject> all) {
        List<Range> ranges = new ArrayList<>();
        for (JsonObject each : all) {
            boolean after = each.has("after");
            Limit limit =
                    each.has("before") ? Limit.FIXED : each.has("last") ? Limit.LAST : Limit.NONE;
            String end =
                    switch (limit) {
                        case NONE -> "";
                        case FIXED -> each.string("before");
                        case LAST -> each.string("last");
                    };
            ranges.add(new Range(each.string(after ? "after" : "from", ""), after, limit, end));
        }
        return ranges;
    }
}
