package dev.cooper.transfer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The {@code Warning: 299 - "text"} headers of all answers, and what else is to be said, once. */
final class Warnings {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_COUNT = 100;

    private final Set<String> texts = new LinkedHashSet<>();

    synchronized void add(String host, List<String> headers) {
        for (String header : headers) {
            String text = text(header.strip());
            if (!text.isEmpty() && texts.size() < MAX_COUNT) {
                texts.add(host + ": " + text);
            }
        }
    }

    /** Adds a sentence of Cooper's own. */
    synchronized void note(String sentence) {
        texts.add(sentence);
    }

    private static String text(String header) {
        if (!header.startsWith("299 - \"") || header.length() > MAX_LENGTH) {
            return ""; // other codes are about caches
        }
        StringBuilder text = new StringBuilder();
        for (int i = "299 - \"".length(); i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                break;
            }
            if (c == '\\' && i + 1 < header.length()) {
                i++;
                c = header.charAt(i);
            }
            text.append(Character.isISOControl(c) ? ' ' : c);
        }
        return text.toString().strip();
    }

    synchronized List<String> all() {
        return List.copyOf(texts);
    }
}
