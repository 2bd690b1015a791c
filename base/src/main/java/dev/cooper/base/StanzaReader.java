package dev.cooper.base;

import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the paragraphs of a Debian control file (Debian policy §5.1) one after the other: Packages,
 * Release, status, .sources. A stanza is a map from field names, spelt as in the file unless they
 * are among the wanted ones, to values; the lines of a folded value are joined by a line feed,
 * without the blank that begins them.
 */
final class StanzaReader {
    /** No field of the archive comes near this; more is an attack or damage. */
    private static final int MAX_LINE = 1 << 20;

    private static final int MAX_STANZA = 64 << 20;

    private final InputStream in;
    private final String source;
    private final @Nullable Set<String> wanted;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] line = new byte[512];
    private int lineLength;
    private long lineNumber;

    /**
     * Makes a reader.
     *
     * @param in the text; the caller closes it
     * @param source what it is, for messages
     * @param wanted the fields to keep, or null for all
     */
    StanzaReader(InputStream in, String source, @Nullable Set<String> wanted) {
        this.in = in;
        this.source = source;
        this.wanted = wanted;
    }

    /** Returns the next stanza, or null at the end. */
    @Nullable Map<String, String> next() throws IOException {
        Map<String, String> stanza = new LinkedHashMap<>();
        boolean any = false;
        String field = null;
        StringBuilder folded = null;
        int size = 0;
        while (readLine()) {
            size += lineLength;
            if (size > MAX_STANZA) {
                throw malformed("a stanza is larger than " + MAX_STANZA + " bytes");
            }
            if (isBlank()) {
                if (any) {
                    break;
                }
                continue;
            }
            if (line[0] == '#') {
                continue;
            }
            if (line[0] == ' ' || line[0] == '\t') {
                if (!any) {
                    throw malformed("a continuation line without a field");
                }
                if (field != null) {
                    if (folded == null) {
                        folded = new StringBuilder(stanza.getOrDefault(field, ""));
                    }
                    folded.append('\n').append(text(1, lineLength));
                }
                continue;
            }
            if (folded != null && field != null) {
                stanza.put(field, folded.toString());
            }
            folded = null;
            any = true;
            field = startField(stanza);
        }
        if (folded != null && field != null) {
            stanza.put(field, folded.toString());
        }
        return any ? stanza : null;
    }

    private @Nullable String startField(Map<String, String> stanza) throws IOException {
        int colon = 0;
        while (colon < lineLength && line[colon] != ':') {
            colon++;
        }
        if (colon == lineLength || colon == 0) {
            throw malformed("a line without \"Field:\"");
        }
        String name = text(0, colon);
        if (wanted != null && !wanted.contains(name)) {
            return null;
        }
        if (stanza.put(name, text(colon + 1, lineLength).strip()) != null) {
            throw malformed("the field " + name + " occurs twice in one stanza");
        }
        return name;
    }

    private boolean isBlank() {
        for (int i = 0; i < lineLength; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        int end = to;
        while (end > from && (line[end - 1] == ' ' || line[end - 1] == '\t')) {
            end--;
        }
        return FileName.decode(line, from, end - from);
    }

    private boolean readLine() throws IOException {
        lineLength = 0;
        boolean any = false;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer, 0, buffer.length);
                position = 0;
                if (limit <= 0) {
                    limit = 0;
                    break;
                }
            }
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            append(position, end - position);
            position = end;
            if (end < limit) {
                position++;
                break;
            }
        }
        lineNumber++;
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        return any;
    }

    private void append(int from, int count) throws IOException {
        if (lineLength + count > line.length) {
            if (lineLength + count > MAX_LINE) {
                throw malformed("a line is longer than " + MAX_LINE + " bytes");
            }
            line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + count));
        }
        System.arraycopy(buffer, from, line, lineLength, count);
        lineLength += count;
    }

    private IOException malformed(String what) {
        return new IOException("reading " + source + ", line " + lineNumber + ": " + what);
    }
}
