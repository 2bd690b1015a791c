package dev.cooper.archive;

import dev.cooper.oci.FileName;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a PAX header: {@code "length key=value\n"}, length in decimal, itself included.
 */
final class PaxRecords {
    /** One record; keys may repeat (GNU sparse 0.0) and values may hold any byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(String key, byte[] value) {
        String text() {
            return FileName.decode(value);
        }
    }

    private PaxRecords() {}

    static void append(ByteArrayOutputStream out, String key, byte[] value) {
        byte[] name = FileName.encode(key);
        int rest = name.length + value.length + 3;
        int length = rest + digits(rest);
        if (digits(length) > digits(rest)) {
            length++;
        }
        out.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        out.write(' ');
        out.writeBytes(name);
        out.write('=');
        out.writeBytes(value);
        out.write('\n');
    }

    static List<Entry> parse(byte[] data) throws ArchiveException {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            int space = at;
            int length = 0;
            while (space < data.length && data[space] >= '0' && data[space] <= '9') {
                length = length * 10 + data[space] - '0';
                if (length > data.length) {
                    throw damaged(at);
                }
                space++;
            }
            int end = at + length;
            if (space == at || space >= data.length || data[space] != ' ') {
                throw damaged(at);
            }
            if (end > data.length || end <= space + 1 || data[end - 1] != '\n') {
                throw damaged(at);
            }
            entries.add(record(data, space + 1, end - 1, at));
            at = end;
        }
        return entries;
    }

    private static Entry record(byte[] data, int start, int end, int at) throws ArchiveException {
        int equals = start;
        while (equals < end && data[equals] != '=') {
            equals++;
        }
        if (equals == end || equals == start) {
            throw damaged(at);
        }
        String key = FileName.decode(data, start, equals - start);
        return new Entry(key, Arrays.copyOfRange(data, equals + 1, end));
    }

    private static ArchiveException damaged(int at) {
        return new ArchiveException("damaged tar: bad extended header record at byte " + at);
    }

    private static int digits(int n) {
        return Integer.toString(n).length();
    }

    /** A time as PAX writes it: {@code -1.5} is half a second before {@code -1}. */
    static String time(long seconds, int nanos) {
        if (nanos == 0) {
            return Long.toString(seconds);
        }
        boolean negative = seconds < 0;
        long whole = negative ? -(seconds + 1) : seconds;
        int part = negative ? 1_000_000_000 - nanos : nanos;
        String digits = Integer.toString(1_000_000_000 + part).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return (negative ? "-" : "") + whole + "." + digits.substring(0, end);
    }

    /** Seconds and nanoseconds (counted forwards) of a time as PAX writes it. */
    static long[] parseTime(String text) throws ArchiveException {
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        String part = dot < 0 ? "" : text.substring(dot + 1);
        boolean negative = whole.startsWith("-");
        long seconds = number("mtime", whole.equals("-") ? "0" : whole);
        int nanos = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                throw new ArchiveException("damaged tar: bad time \"" + text + "\"");
            }
            nanos = i < 9 ? nanos * 10 + c - '0' : nanos;
        }
        for (int i = part.length(); i < 9; i++) {
            nanos *= 10;
        }
        if (negative && nanos > 0) {
            return new long[] {seconds - 1, 1_000_000_000 - nanos};
        }
        return new long[] {seconds, nanos};
    }

    static long number(String key, String text) throws ArchiveException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ArchiveException(
                    "damaged tar: " + key + " is not a number: \"" + text + "\"", e);
        }
    }
}
