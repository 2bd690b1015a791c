package dev.cooper.scan.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

class KeywordIndexTest {
    @Test
    void findsWhatASearchForEachWordFinds() {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            List<String> words = new ArrayList<>();
            KeywordIndex index = new KeywordIndex();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                words.add(text(random, 3 + random.nextInt(4)));
                index.add(words.get(i).getBytes(StandardCharsets.ISO_8859_1), i);
            }
            String text = text(random, random.nextInt(60));
            int from = random.nextInt(text.length() + 1);
            int to = from + random.nextInt(text.length() - from + 1);
            Set<List<Integer>> expected = search(words, text, from, to);
            Set<List<Integer>> found = new HashSet<>();
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            byte[] padded = Arrays.copyOf(bytes, bytes.length + KeywordIndex.PADDING);
            List<Integer> starts = new ArrayList<>();
            index.find(
                    padded,
                    from,
                    to,
                    bytes.length,
                    (owner, start, end) -> {
                        found.add(List.of(owner, start, end));
                        starts.add(start);
                    });
            assertEquals(expected, found, () -> words + " in " + text);
            assertEquals(starts.stream().sorted().toList(), starts);
            assertEquals(expected.size(), starts.size());
        }
    }

    private static Set<List<Integer>> search(List<String> words, String text, int from, int to) {
        Set<List<Integer>> found = new HashSet<>();
        String folded = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            for (int at = from; at < to; at++) {
                if (folded.startsWith(word, at)) {
                    found.add(List.of(i, at, at + word.length()));
                }
            }
        }
        return found;
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abAB_\0".charAt(random.nextInt(6)));
        }
        return text.toString();
    }
}
