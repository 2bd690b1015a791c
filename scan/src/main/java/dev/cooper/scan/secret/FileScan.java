package dev.cooper.scan.secret;

import com.google.re2j.Matcher;

import dev.cooper.inventory.DamagedFileException;
import dev.cooper.scan.finding.SecretFinding;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for secrets in one file after the other, a mebibyte at a time. What is found in one piece
 * is starred out in the buffer before the next piece comes, so that it is in no excerpt later.
 */
final class FileScan {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_ENDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final int PIECE = 1 << 20;

    /** A secret that begins so near the end of a piece is looked at with the next one. */
    private static final int OVERLAP = 40 << 10;

    /** So much of a piece is kept for excerpts of the next. */
    private static final int KEPT = 4 << 10;

    private static final int HEAD = 8 << 10;
    private static final int MOST_FINDINGS = 1000;

    /** Expressions read so many bytes of any file, and as many as it has: else it is an attack. */
    private static final long FREE_BYTES = 64L << 20;

    private final SecretRules rules;
    private final byte[] buffer = new byte[PIECE + KeywordIndex.PADDING];
    private final List<SecretFinding> findings = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private String path = "";
    private int length;
    private long bytesForExpressions;
    private boolean isBinary;

    /** How many bytes of the file come before the buffer. */
    private int before;

    /** A copy of the file in which secrets become stars, too; empty when there is none. */
    private byte[] copy = {};

    FileScan(SecretRules rules) {
        this.rules = rules;
    }

    /** Has a copy of the next file starred out, too. */
    void starOut(byte[] copyOfFile) {
        copy = copyOfFile;
    }

    /**
     * Reads a file.
     *
     * @param found takes what is found
     * @throws DamagedFileException when there is too much; what was found until then is kept
     */
    void scan(String file, InputStream in, List<SecretFinding> found) throws IOException {
        path = file;
        findings.clear();
        before = 0;
        bytesForExpressions = FREE_BYTES;
        try {
            scan(in);
        } finally {
            found.addAll(findings);
        }
    }

    private void scan(InputStream in) throws IOException {
        length = in.readNBytes(buffer, 0, PIECE);
        isBinary = isBinary();
        int from = 0;
        int line = 1;
        while (true) {
            boolean isLast = length < PIECE;
            int limit = isLast ? length : length - OVERLAP;
            bytesForExpressions += limit - from;
            find(from);
            report(limit, line);
            if (bytesForExpressions <= 0) {
                throw new DamagedFileException(
                        "too many places look like secrets; not all were looked at");
            }
            if (isLast) {
                return;
            }
            int cut = Math.max(0, limit - KEPT);
            line += newlines(0, cut);
            System.arraycopy(buffer, cut, buffer, 0, length - cut);
            length -= cut;
            before += cut;
            from = limit - cut;
            length += in.readNBytes(buffer, length, PIECE - length);
        }
    }

    private boolean isBinary() {
        for (int i = 0; i < Math.min(length, HEAD); i++) {
            if (buffer[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private void find(int from) {
        spans.clear();
        BitSet anywhere = new BitSet();
        rules.index(isBinary)
                .find(
                        buffer,
                        from,
                        length,
                        length,
                        (owner, start, end) -> {
                            SecretRule rule = rules.rule(owner);
                            if (rule.kind().place() == SecretRule.Kind.Place.ANYWHERE) {
                                anywhere.set(owner);
                            } else if (bytesForExpressions > 0) {
                                look(rule, from, start, end);
                            }
                        });
        if (!isBinary && !(anywhere.isEmpty() && rules.wordless().isEmpty())) {
            String text = text(from, length);
            anywhere.stream().forEach(owner -> lookEverywhere(rules.rule(owner), text, from));
            rules.wordless().forEach(rule -> lookEverywhere(rule, text, from));
        }
        spans.sort(Comparator.comparingInt(Span::start));
    }

    private void look(SecretRule rule, int from, int wordStart, int wordEnd) {
        SecretRule.Kind kind = rule.kind();
        int start =
                switch (kind.place()) {
                    case TOKEN -> wordStart;
                    case AROUND -> Math.max(from, wordStart - kind.before());
                    case NAMED, CONTEXT, ANYWHERE -> wordEnd;
                };
        if (!isCandidate(kind.place(), wordStart, wordEnd) || !rule.isFor(path)) {
            return;
        }
        int end = Math.min(length, wordEnd + kind.window());
        bytesForExpressions -= end - start;
        Matcher matcher = expression(rule).matcher(text(start, end));
        boolean isFound =
                kind.place() == SecretRule.Kind.Place.AROUND
                        ? matcher.find() && matcher.end() > wordStart - start
                        : matcher.lookingAt();
        if (isFound) {
            int matchStart = rule.isDistinct() ? start + matcher.start() : wordStart;
            add(rule, matcher, start, matchStart);
        }
    }

    /** What can be said for next to nothing before an expression is asked. */
    private boolean isCandidate(SecretRule.Kind.Place place, int wordStart, int wordEnd) {
        if (place != SecretRule.Kind.Place.TOKEN) {
            return true;
        }
        boolean isInWord =
                wordStart > 0
                        && isAlphanumeric(buffer[wordStart])
                        && isAlphanumeric(buffer[wordStart - 1])
                        && !(wordStart > 1 && buffer[wordStart - 2] == '\\');
        return !isInWord && wordEnd + 4 <= length && isOfToken(wordEnd) && isOfToken(wordEnd + 3);
    }

    private static boolean isAlphanumeric(byte value) {
        return (value >= '0' && value <= '9')
                || (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z');
    }

    private boolean isOfToken(int at) {
        return isAlphanumeric(buffer[at]) || " -_./+=%".indexOf(buffer[at]) >= 0;
    }

    private void lookEverywhere(SecretRule rule, String text, int from) {
        if (!rule.isFor(path)) {
            return;
        }
        Matcher matcher = expression(rule).matcher(text);
        int at = 0;
        while (at <= text.length() && spans.size() <= MOST_FINDINGS && matcher.find(at)) {
            add(rule, matcher, from, from + matcher.start());
            at = Math.max(matcher.end(), matcher.start() + 1);
        }
    }

    private static Expression expression(SecretRule rule) {
        Expression expression = rule.expression();
        if (expression == null) {
            throw new IllegalStateException(rule.id());
        }
        return expression;
    }

    /**
     * @param base where the text of the matcher begins in the buffer
     */
    private void add(SecretRule rule, Matcher matcher, int base, int matchStart) {
        int group = group(rule, matcher);
        Span span =
                new Span(
                        rule,
                        matchStart,
                        base + matcher.end(),
                        base + matcher.start(group),
                        base + matcher.end(group));
        if (spans.size() <= MOST_FINDINGS
                && span.start() < span.end()
                && spans.stream().noneMatch(span::isSame)
                && isSecret(span)) {
            spans.add(span);
        }
    }

    private static int group(SecretRule rule, Matcher matcher) {
        int first = rule.group() == SecretRule.FIRST_GROUP ? 1 : rule.group();
        int last = rule.group() == SecretRule.FIRST_GROUP ? matcher.groupCount() : rule.group();
        for (int group = first; group <= last; group++) {
            if (matcher.start(group) >= 0 && matcher.start(group) < matcher.end(group)) {
                return group;
            }
        }
        return 0;
    }

    private boolean isSecret(Span span) {
        String secret = text(span.start(), span.end());
        if (secret.startsWith("*******") || Entropy.of(secret) < span.rule().entropy()) {
            return false;
        }
        int lineStart = span.matchStart();
        while (lineStart > 0
                && lineStart > span.matchStart() - KEPT
                && buffer[lineStart - 1] != '\n') {
            lineStart--;
        }
        int lineEnd = span.matchEnd();
        while (lineEnd < length && lineEnd < span.matchEnd() + KEPT && buffer[lineEnd] != '\n') {
            lineEnd++;
        }
        return !rules.allows(
                span.rule(),
                path,
                new Allowed.Texts(
                        secret,
                        text(span.matchStart(), span.matchEnd()),
                        text(lineStart, lineEnd)));
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reports what begins before a place, and stars it out.
     *
     * @param firstLine the number of the line at the buffer's start
     */
    private void report(int limit, int firstLine) throws DamagedFileException {
        Excerpt.Source source = new Excerpt.Source(buffer, length, spans, isBinary);
        boolean areAllKnown = spans.size() <= MOST_FINDINGS;
        int counted = 0;
        int line = firstLine;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.start() >= limit || yields(i)) {
                continue;
            }
            if (findings.size() >= MOST_FINDINGS) {
                throw new DamagedFileException(
                        "more than " + MOST_FINDINGS + " secrets; the others are not reported");
            }
            if (span.matchStart() >= counted) {
                line += newlines(counted, span.matchStart());
                counted = span.matchStart();
            } else {
                line -= newlines(span.matchStart(), counted);
                counted = span.matchStart();
            }
            findings.add(finding(span, line, areAllKnown ? source.around(span) : Excerpt.NONE));
        }
        for (Span span : spans) {
            if (span.start() < limit) {
                star(span);
            }
        }
    }

    /** Whether a rule that knows better has found a secret in the same place. */
    private boolean yields(int number) {
        Span span = spans.get(number);
        if (span.rule().kind().place() != SecretRule.Kind.Place.CONTEXT) {
            return false;
        }
        for (int i = 0; i < spans.size(); i++) {
            boolean isBetter =
                    i < number
                            || spans.get(i).rule().kind().place() != SecretRule.Kind.Place.CONTEXT;
            if (i != number && isBetter && spans.get(i).overlaps(span)) {
                return true;
            }
        }
        return false;
    }

    private SecretFinding finding(Span span, int line, Excerpt excerpt) {
        SecretRule rule = span.rule();
        return new SecretFinding(
                rule.id(),
                rule.category(),
                rule.title(),
                rule.severity(),
                path,
                line,
                line + newlines(span.matchStart(), span.matchEnd()),
                excerpt.match(),
                excerpt.lines(),
                line - excerpt.before(),
                -1,
                false);
    }

    private int newlines(int from, int to) {
        int count = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            // A byte of this is zero where there is a line end; the sum marks those that are not.
            long other = (long) LONG.get(buffer, at) ^ LINE_ENDS;
            long marked = ((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS;
            count += Long.bitCount(~marked);
        }
        for (; at < to; at++) {
            count += buffer[at] == '\n' ? 1 : 0;
        }
        return count;
    }

    private void star(Span span) {
        for (int i = span.start(); i < span.end(); i++) {
            if (buffer[i] != '\n') {
                buffer[i] = '*';
                if (copy.length > 0) {
                    copy[before + i] = '*';
                }
            }
        }
    }
}
