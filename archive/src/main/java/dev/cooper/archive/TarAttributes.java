package dev.cooper.archive;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What extended headers say about the entry that follows them. */
final class TarAttributes {
    private static final String SCHILY_XATTR = "SCHILY.xattr.";
    private static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";

    private final Map<String, String> values = new HashMap<>();
    private final SortedMap<String, byte[]> xattrs = new TreeMap<>();
    private final List<String> sparsePairs = new ArrayList<>();

    TarAttributes() {}

    /** Starts from what global headers said. */
    TarAttributes(TarAttributes global) {
        values.putAll(global.values);
        xattrs.putAll(global.xattrs);
    }

    void addAll(byte[] records) throws ArchiveException {
        for (PaxRecords.Entry record : PaxRecords.parse(records)) {
            add(record);
        }
    }

    /** A global header may give defaults, but one name for all entries is an attack or rubbish. */
    void addGlobal(byte[] records) throws ArchiveException {
        for (PaxRecords.Entry record : PaxRecords.parse(records)) {
            switch (record.key()) {
                case "path", "linkpath", "size" ->
                        throw new ArchiveException(
                                "refused tar: a global header sets the "
                                        + record.key()
                                        + " of every entry");
                default -> {
                    if (!record.key().startsWith("GNU.sparse.")) {
                        add(record);
                    }
                }
            }
        }
    }

    private void add(PaxRecords.Entry record) throws ArchiveException {
        String key = record.key();
        if (key.startsWith(SCHILY_XATTR)) {
            xattrs.put(key.substring(SCHILY_XATTR.length()), record.value());
        } else if (key.startsWith(LIBARCHIVE_XATTR)) {
            xattrs.putIfAbsent(
                    percentDecoded(key.substring(LIBARCHIVE_XATTR.length())), base64(record));
        } else if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparsePairs.add(record.text());
        } else if (record.value().length == 0) {
            // POSIX: an empty value takes back what an earlier header said.
            values.remove(key);
        } else {
            values.put(key, noZero(key, record.text()));
        }
    }

    /** A GNU long name or link name; the content ends with a zero byte. */
    void setLongName(String key, byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != 0) {
            end++;
        }
        values.put(key, dev.cooper.oci.FileName.decode(Arrays.copyOf(content, end)));
    }

    @Nullable String text(String key) {
        return values.get(key);
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    long number(String key, long otherwise) throws ArchiveException {
        String text = values.get(key);
        return text == null ? otherwise : PaxRecords.number(key, text);
    }

    SortedMap<String, byte[]> xattrs() {
        return xattrs;
    }

    /** The pairs of a PAX 0.0 or 0.1 sparse map. */
    List<String> sparsePairs() {
        String map = values.get("GNU.sparse.map");
        if (map == null) {
            return sparsePairs;
        }
        List<String> pairs = new ArrayList<>();
        int start = 0;
        for (int comma = map.indexOf(','); comma >= 0; comma = map.indexOf(',', start)) {
            pairs.add(map.substring(start, comma));
            start = comma + 1;
        }
        pairs.add(map.substring(start));
        return pairs;
    }

    private static String noZero(String key, String text) throws ArchiveException {
        if (text.indexOf('\0') >= 0) {
            throw new ArchiveException("damaged tar: " + key + " holds a zero byte");
        }
        return text;
    }

    private static byte[] base64(PaxRecords.Entry record) throws ArchiveException {
        try {
            return Base64.getDecoder().decode(record.value());
        } catch (IllegalArgumentException e) {
            throw new ArchiveException("damaged tar: " + record.key() + " is not base 64", e);
        }
    }

    private static String percentDecoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? digit(text.charAt(i + 1)) : -1;
            int low = high >= 0 ? digit(text.charAt(i + 2)) : -1;
            if (low >= 0) {
                out.append((char) (high << 4 | low));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int digit(char c) {
        return Character.digit(c, 16);
    }
}
