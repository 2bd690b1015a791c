package dev.cooper.scan.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines around a secret as a report may show them: no byte of any secret is in them.
 *
 * @param match the first line of what was found
 * @param lines around it
 * @param before how many of the lines come before the first one of what was found
 */
record Excerpt(String match, List<String> lines, int before) {
    static final Excerpt NONE = new Excerpt("", List.of(), 0);

    private static final int AROUND = 2;
    private static final int MOST_LINES = 12;
    private static final int WIDTH = 60;
    private static final int LONGEST = 16 << 10;
    private static final int MOST_STARS = 40;

    /** Reads lines of a buffer. */
    static final class Source {
        private final byte[] bytes;
        private final int length;
        private final List<Span> secrets;
        private final boolean isBinary;

        /**
         * @param secrets all that are known in these bytes
         */
        Source(byte[] bytes, int length, List<Span> secrets, boolean isBinary) {
            this.bytes = bytes;
            this.length = length;
            this.secrets = secrets;
            this.isBinary = isBinary;
        }

        Excerpt around(Span span) {
            int start = lineStart(span.matchStart());
            if (isBinary) {
                String only = text(start, lineEnd(span.matchEnd()), span);
                return new Excerpt(only, List.of(only), 0);
            }
            List<String> lines = new ArrayList<>();
            int at = start;
            while (lines.size() < AROUND && at > 0 && bytes[at - 1] == '\n') {
                int above = lineStart(at - 1);
                lines.addFirst(text(above, at - 1, span));
                at = above;
            }
            int before = lines.size();
            int after = 0;
            for (at = start; at < length && lines.size() < MOST_LINES && after <= AROUND; ) {
                int end = lineEnd(Math.max(at, Math.min(span.matchStart(), length)));
                lines.add(text(at, end, span));
                after = end >= span.matchEnd() ? after + 1 : 0;
                if (end >= length || bytes[end] != '\n') {
                    break;
                }
                at = end + 1;
            }
            return new Excerpt(lines.get(before), lines, before);
        }

        private int lineStart(int from) {
            int least = Math.max(0, from - (isBinary ? WIDTH : LONGEST));
            int at = from;
            while (at > least && !isBreak(bytes[at - 1])) {
                at--;
            }
            return at;
        }

        private int lineEnd(int from) {
            int most = Math.min(length, from + (isBinary ? WIDTH : LONGEST));
            int at = from;
            while (at < most && !isBreak(bytes[at])) {
                at++;
            }
            return at;
        }

        private boolean isBreak(byte value) {
            return value == '\n' || (isBinary && (value < ' ' || value == 0x7f));
        }

        /** A line with stars for secrets, cut to what lies around the match. */
        private String text(int lineStart, int lineEnd, Span span) {
            boolean isOfMatch = lineStart < span.matchEnd() && span.matchStart() < lineEnd;
            int start = isOfMatch ? Math.max(lineStart, span.matchStart() - WIDTH) : lineStart;
            int end =
                    isOfMatch
                            ? Math.min(lineEnd, span.matchEnd() + WIDTH)
                            : Math.min(lineEnd, start + 2 * WIDTH);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int at = start;
            while (at < end) {
                int behind = behindSecret(at);
                if (behind > at) {
                    out.writeBytes(
                            "*"
                                    .repeat(Math.min(MOST_STARS, behind - at))
                                    .getBytes(StandardCharsets.US_ASCII));
                    at = behind;
                } else {
                    byte value = bytes[at++];
                    if (value != '\r') {
                        out.write(value >= 0 && value < ' ' && value != '\t' ? '.' : value);
                    }
                }
            }
            return out.toString(StandardCharsets.UTF_8);
        }

        /** The end of the secrets that a byte is in; the same place when it is in none. */
        private int behindSecret(int at) {
            int end = at;
            for (Span secret : secrets) {
                if (secret.start() <= end && secret.end() > end) {
                    end = secret.end();
                }
            }
            return end;
        }
    }
}
