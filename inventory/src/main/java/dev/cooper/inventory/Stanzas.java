package dev.cooper.inventory;

import dev.cooper.oci.FileName;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The paragraphs of a Debian control file (Debian policy, section 5.1), as far as they can be made
 * out: what is no field is passed over, because a file with one bad line still names packages.
 */
final class Stanzas implements Iterable<Map<String, String>> {
    private final byte[] bytes;
    private final Set<String> wanted;

    /**
     * @param wanted the fields that matter, in lower case; the keys of what comes out
     */
    Stanzas(byte[] bytes, Set<String> wanted) {
        this.bytes = bytes;
        this.wanted = wanted;
    }

    @Override
    public Iterator<Map<String, String>> iterator() {
        return new Paragraphs();
    }

    private final class Paragraphs implements Iterator<Map<String, String>> {
        private int at;
        private Map<String, String> next = read();

        @Override
        public boolean hasNext() {
            return !next.isEmpty();
        }

        @Override
        public Map<String, String> next() {
            if (next.isEmpty()) {
                throw new NoSuchElementException();
            }
            Map<String, String> current = next;
            next = read();
            return current;
        }

        /** The next paragraph with a field that matters; empty at the end. */
        private Map<String, String> read() {
            Map<String, String> fields = new LinkedHashMap<>();
            String field = "";
            StringBuilder more = new StringBuilder();
            while (at < bytes.length) {
                int start = at;
                int end = start;
                while (end < bytes.length && bytes[end] != '\n') {
                    end++;
                }
                at = end + 1;
                if (isBlank(start, end)) {
                    if (!fields.isEmpty()) {
                        return continued(fields, field, more);
                    }
                    continue;
                }
                if (bytes[start] == ' ' || bytes[start] == '\t') {
                    if (!field.isEmpty()) {
                        more.append('\n').append(text(start, end));
                    }
                    continue;
                }
                continued(fields, field, more);
                field = field(start, end, fields);
            }
            return continued(fields, field, more);
        }

        private static Map<String, String> continued(
                Map<String, String> fields, String field, StringBuilder more) {
            if (more.length() > 0) {
                fields.merge(field, more.toString(), String::concat);
                more.setLength(0);
            }
            return fields;
        }

        private String field(int start, int end, Map<String, String> fields) {
            int colon = start;
            while (colon < end && bytes[colon] != ':') {
                colon++;
            }
            if (colon == end || colon - start > 64) {
                return "";
            }
            String name =
                    FileName.decode(bytes, start, colon - start).toLowerCase(java.util.Locale.ROOT);
            if (!wanted.contains(name)) {
                return "";
            }
            fields.put(name, text(colon + 1, end));
            return name;
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return FileName.decode(bytes, from, Math.max(0, to - from)).strip();
    }
}
