package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One block of a PEM file. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int MOST = 1 << 20;

    private final String type;
    private final Map<String, String> headers;
    private final byte[] content;

    private Pem(String type, Map<String, String> headers, byte[] content) {
        this.type = type;
        this.headers = headers;
        this.content = content;
    }

    /** Makes a block without headers. */
    public static Pem of(String type, byte[] content) {
        return new Pem(type, Map.of(), content);
    }

    /** Makes a block with lines in front of its content. */
    public static Pem of(String type, Map<String, String> headers, byte[] content) {
        return new Pem(type, new LinkedHashMap<>(headers), content);
    }

    /**
     * Reads the blocks of a file; what stands around them does not matter.
     *
     * @param where the file, for messages
     * @throws SyntaxException when a block is damaged, or there is none
     */
    public static List<Pem> parse(byte[] file, String where) {
        if (file.length > MOST) {
            throw new SyntaxException(
                    where + " has " + file.length + " bytes, which no file of keys has");
        }
        List<Pem> blocks = new ArrayList<>();
        List<String> lines = new String(file, StandardCharsets.ISO_8859_1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                String type = line.substring(BEGIN.length(), line.length() - DASHES.length());
                int end = i + 1;
                while (end < lines.size()
                        && !lines.get(end).strip().equals("-----END " + type + DASHES)) {
                    end++;
                }
                if (end == lines.size()) {
                    throw new SyntaxException(where + ": the end of the " + type + " is missing");
                }
                blocks.add(block(type, lines.subList(i + 1, end), where));
                i = end;
            }
        }
        if (blocks.isEmpty()) {
            throw new SyntaxException(
                    where + " holds nothing in PEM form; want a line -----BEGIN …-----");
        }
        return blocks;
    }

    private static Pem block(String type, List<String> lines, String where) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            } else {
                text.append(line.strip());
            }
        }
        try {
            return new Pem(type, headers, Base64.getDecoder().decode(text.toString()));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + ": the " + type + " is damaged: no base64", e);
        }
    }

    /** Returns what it is, such as {@code PUBLIC KEY}. */
    public String type() {
        return type;
    }

    /** Returns the lines before the content, in the order of the file; mostly none. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** Returns the content itself, which whoever is done with a secret may wipe. */
    public byte[] content() {
        return content;
    }

    /** Returns the block as text, with lines of 64 characters. */
    public String text() {
        StringBuilder text = new StringBuilder(BEGIN).append(type).append(DASHES).append('\n');
        headers.forEach((name, value) -> text.append(name + ": " + value + "\n"));
        if (!headers.isEmpty()) {
            text.append('\n');
        }
        byte[] newLine = {'\n'};
        text.append(Base64.getMimeEncoder(64, newLine).encodeToString(content));
        return text.append("\n-----END ").append(type).append(DASHES).append('\n').toString();
    }
}
