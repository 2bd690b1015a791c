package dev.cooper.inventory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what a program or library tells which it is and of which version: a text that is in it anyway,
 * such as what it prints when it is asked.
 *
 * @param product what it is called, such as {@code nginx}
 * @param anchor a text near the version, which is quick to find
 * @param version around an anchor; its first group is the version
 */
record Program(String product, String anchor, Pattern version) {
    /** How many bytes before and behind an anchor count. */
    private static final int BEFORE = 64;

    private static final int BEHIND = 128;

    /** More places than this are not looked at, so that a file of anchors costs no more. */
    private static final int MOST_PLACES = 10_000;

    static Program of(String product, String anchor, String version) {
        return new Program(product, anchor, Pattern.compile(version, Pattern.DOTALL));
    }

    /** The version; empty when the bytes are of something else. */
    Optional<String> versionIn(byte[] bytes) {
        byte[] wanted = anchor.getBytes(StandardCharsets.ISO_8859_1);
        int at = find(bytes, wanted, 0);
        for (int places = 0; at >= 0 && places < MOST_PLACES; places++) {
            int start = Math.max(0, at - BEFORE);
            int end = Math.min(bytes.length, at + wanted.length + BEHIND);
            Matcher around =
                    version.matcher(
                            new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
            if (around.find()) {
                return Optional.of(around.group(1));
            }
            at = find(bytes, wanted, at + 1);
        }
        return Optional.empty();
    }

    private static int find(byte[] bytes, byte[] wanted, int from) {
        byte first = wanted[0];
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (bytes[i] == first && isAt(bytes, wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] bytes, byte[] wanted, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
