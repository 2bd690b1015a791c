package dev.cooper.cli.scan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes times by Go's layouts, in which the parts of one certain time stand for all others. */
final class GoTime {
    /** Go's part and Java's, longer ones before those that they begin with. */
    private static final List<List<String>> PARTS =
            List.of(
                    List.of("2006", "uuuu"),
                    List.of("January", "MMMM"),
                    List.of("Monday", "EEEE"),
                    List.of(".999999999", "'.'SSSSSSSSS"),
                    List.of("Z07:00", "XXX"),
                    List.of("-07:00", "xxx"),
                    List.of("-0700", "xx"),
                    List.of("Jan", "MMM"),
                    List.of("Mon", "EEE"),
                    List.of("MST", "'UTC'"),
                    List.of("01", "MM"),
                    List.of("02", "dd"),
                    List.of("15", "HH"),
                    List.of("03", "hh"),
                    List.of("04", "mm"),
                    List.of("05", "ss"),
                    List.of("PM", "a"),
                    List.of("06", "uu"));

    private GoTime() {}

    static String format(String layout, Instant time) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            List<String> part = part(layout, at);
            if (part.isEmpty()) {
                out.append(layout.charAt(at++));
            } else {
                out.append(DateTimeFormatter.ofPattern(part.getLast(), Locale.ROOT).format(utc));
                at += part.getFirst().length();
            }
        }
        return out.toString();
    }

    private static List<String> part(String layout, int at) {
        for (List<String> part : PARTS) {
            if (layout.startsWith(part.getFirst(), at)) {
                return part;
            }
        }
        return List.of();
    }
}
