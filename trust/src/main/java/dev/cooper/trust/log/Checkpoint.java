package dev.cooper.trust.log;

import dev.cooper.oci.SyntaxException;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a log says its tree is: the text of a signed note.
 *
 * @param origin which log
 * @param size how many leaves
 * @param root the root of the tree, hexadecimal
 * @param others further lines, which matter to others
 */
public record Checkpoint(String origin, long size, String root, List<String> others) {
    private static final int HASH = 32;

    /** Copies the lines. */
    public Checkpoint {
        others = List.copyOf(others);
    }

    /**
     * Reads the text of a note.
     *
     * @throws SyntaxException when origin, size or root is missing or damaged
     */
    public static Checkpoint parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || lines.getFirst().isBlank()) {
            throw new SyntaxException("checkpoint: want lines of origin, size and root hash");
        }
        byte[] root;
        try {
            root = Base64.getDecoder().decode(lines.get(2));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("checkpoint: the third line is no root hash in base64", e);
        }
        if (root.length != HASH) {
            throw new SyntaxException("checkpoint: the third line is no root hash");
        }
        return new Checkpoint(
                lines.getFirst(),
                size(lines.get(1)),
                HexFormat.of().formatHex(root),
                lines.subList(3, lines.size()));
    }

    private static long size(String line) {
        try {
            long size = Long.parseLong(line);
            if (size >= 0 && Long.toString(size).equals(line)) {
                return size;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new SyntaxException("checkpoint: the second line is no size of a tree");
    }

    /** Returns the text that is signed. */
    public String text() {
        String hash = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(root));
        StringBuilder text = new StringBuilder(origin + "\n" + size + "\n" + hash + "\n");
        others.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /**
     * Returns the name under which the log itself signs. Rekor 1 adds the number of its tree to the
     * origin, not to that name.
     */
    public String signer() {
        int end = origin.indexOf(" - ");
        return end > 0 ? origin.substring(0, end) : origin;
    }
}
