package dev.cooper.scan.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.finding.SecretFinding;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SecretRulesTest {
    private static final SecretRules RULES = SecretRules.builtIn();

    @Test
    void everyRuleFindsWhatItDescribesAndShowsNothingOfIt() throws IOException {
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < RULES.count(); i++) {
            SecretRule rule = RULES.rule(i);
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                String word = rule.words().get(random.nextInt(rule.words().size()));
                String sample = Sample.of(rule.expression(), random);
                boolean isNamed = !rule.isDistinct();
                String text = "# settings\nvalue = " + (isNamed ? word : "") + sample + "\nend\n";
                List<SecretFinding> found = find("etc/app.conf", text);
                if (!missesByChance(rule, sample)
                        && found.stream().noneMatch(each -> each.id().equals(rule.id()))
                        && rule.kind().place() != SecretRule.Kind.Place.CONTEXT) {
                    missed.add(rule.id() + ": " + text);
                }
                for (SecretFinding each : found) {
                    assertFalse(shows(each, sample), () -> each + " shows " + sample);
                }
            }
        }
        assertEquals(List.of(), missed);
    }

    /** A sample whose word differs from all the rule's words, or that has too little entropy. */
    private static boolean missesByChance(SecretRule rule, String sample) {
        return Entropy.of(sample) < rule.entropy() + 0.4
                || (rule.isDistinct()
                        && rule.words().stream()
                                .noneMatch(word ->
                                        sample.toLowerCase(java.util.Locale.ROOT)
                                                .contains(
                                                        word.toLowerCase(java.util.Locale.ROOT))));
    }

    private static boolean shows(SecretFinding found, String sample) {
        if (sample.length() < 24) {
            return false;
        }
        String part = sample.substring(sample.length() - 16, sample.length() - 4);
        return found.match().contains(part)
                || found.context().stream().anyMatch(line -> line.contains(part));
    }

    static List<SecretFinding> find(String path, String text) throws IOException {
        return new SecretObserver(RULES).find(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void idsAreNamedOnce() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < RULES.count(); i++) {
            ids.add(RULES.rule(i).id());
        }
        assertEquals(ids.stream().distinct().toList(), ids);
        assertTrue(ids.size() > 100);
    }
}
