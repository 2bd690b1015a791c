package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class KeyInputsTest {
    @Test
    void whereANameEndsAndItsValueBeginsCounts() {
        assertNotEquals(
                new KeyInputs().with("ab", "c").digest(), new KeyInputs().with("a", "bc").digest());
        assertNotEquals(
                new KeyInputs().with("a", "").with("b", "").digest(),
                new KeyInputs().with("a", "b").digest());
        assertNotEquals(
                new KeyInputs().with("a", "\0\0\0\1b").digest(),
                new KeyInputs().with("a", "").with("b", "").digest());
    }

    @Test
    void differentListsNeverCollide() {
        Random random = new Random(7);
        Set<List<String>> lists = new HashSet<>();
        Set<Digest> digests = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            List<String> list = new ArrayList<>();
            KeyInputs inputs = new KeyInputs();
            int size = random.nextInt(4);
            for (int j = 0; j < size; j++) {
                String name = j + word(random);
                String value = word(random);
                list.add(name);
                list.add(value);
                inputs.with(name, value);
            }
            lists.add(list);
            digests.add(inputs.digest());
        }
        assertEquals(lists.size(), digests.size());
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            word.append("ab\0\1".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    @Test
    void detailsAreShownButNotPartOfTheKey() {
        KeyInputs plain = new KeyInputs().with("content", "sha256:1");
        KeyInputs detailed = new KeyInputs().with("content", "sha256:1").detail("file a", "x");
        assertEquals(plain.digest(), detailed.digest());
        assertEquals("x", detailed.asMap().get("file a"));
    }

    @Test
    void namesThatAreNoUnicodeHaveKeysOfTheirOwn() {
        assertNotEquals(
                new KeyInputs().with("a", "\udcff").digest(),
                new KeyInputs().with("a", "\udcfe").digest());
    }
}
