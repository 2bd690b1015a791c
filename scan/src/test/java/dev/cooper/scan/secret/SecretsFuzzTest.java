package dev.cooper.scan.secret;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A short, blind run of the fuzz target over mutations of good files. */
class SecretsFuzzTest {
    private static final String TOKENS = "\"'[]{}=:.,-#\n \\(?|*+$^\0\u007f\u00ff";

    @Test
    void mutatedFilesNeverDoWorseThanASyntaxException() throws IOException {
        Random random = new Random(Long.getLong("tests.seed", 20261122L));
        List<byte[]> seeds =
                List.of(
                        bytes("a = \"ghp" + "_" + SecretObserverTest.made(36, 4) + "\"\nb\n"),
                        bytes(SecretObserverTest.privateKey(7)),
                        bytes("aws_secret_access_key = " + SecretObserverTest.made(40, 9)),
                        bytes("[[rules]]\nid = \"a\"\nregex = '''a(b|c)+'''\nkeywords = [\"a\"]\n"),
                        bytes("[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['''a''']\n"),
                        bytes("rules:\n- id: a\n  regex: (?P<s>a+)\n  secret-group-name: s\n"),
                        bytes("enable-builtin-rules: [github-pat]\nallow-rules: [{regex: a}]\n"));
        for (int i = 0; i < 1500; i++) {
            byte[] input = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                input[random.nextInt(input.length)] =
                        (byte)
                                (random.nextBoolean()
                                        ? random.nextInt()
                                        : TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(input.length) : input.length;
            SecretsFuzz.fuzzerTestOneInput(Arrays.copyOf(input, length));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
