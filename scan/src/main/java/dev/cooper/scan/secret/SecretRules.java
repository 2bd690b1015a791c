package dev.cooper.scan.secret;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rules by which secrets are found. Any number of threads may use them. */
public final class SecretRules {
    /** None at all, for where no secrets are looked for. */
    public static final SecretRules NONE = new SecretRules(List.of(), List.of(), false, "none");

    private static final int MOST_BYTES = 4 << 20;

    private final List<SecretRule> rules;
    private final List<Allowed> allowed;
    private final boolean skipsPublicPlaces;
    private final String id;
    private final KeywordIndex text = new KeywordIndex();
    private final KeywordIndex binary = new KeywordIndex();
    private final List<SecretRule> wordless = new ArrayList<>();
    private final List<SecretRule> paths = new ArrayList<>();

    /**
     * @param skipsPublicPlaces whether files that anybody has are left out
     */
    SecretRules(
            List<SecretRule> rules, List<Allowed> allowed, boolean skipsPublicPlaces, String id) {
        this.rules = List.copyOf(rules);
        this.allowed = List.copyOf(allowed);
        this.skipsPublicPlaces = skipsPublicPlaces;
        this.id = id;
        for (int i = 0; i < this.rules.size(); i++) {
            add(this.rules.get(i), i);
        }
    }

    /** The rules that come with the program. */
    public static SecretRules builtIn() {
        return new SecretRules(
                BuiltInRules.read(),
                List.of(BuiltInRules.placeholders()),
                true,
                id(BuiltInRules.bytes()));
    }

    /**
     * The rules that a file of gitleaks ({@code .toml}) or Trivy ({@code .yaml}) asks for.
     *
     * @throws SyntaxException when something in it cannot be obeyed
     */
    public static SecretRules read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new SyntaxException(file + ": more than 4 MiB of rules");
        }
        byte[] bytes = Files.readAllBytes(file);
        String name = file.toString();
        String text = new String(bytes, StandardCharsets.UTF_8);
        String id = id(BuiltInRules.bytes()) + id(bytes);
        return name.endsWith(".toml")
                ? GitleaksRules.read(name, text, id)
                : TrivyRules.read(name, text, id);
    }

    /** Names rules by the bytes that they were read from. */
    private static String id(byte[] bytes) {
        return Digest.sha256(bytes).hex().substring(0, 16);
    }

    private void add(SecretRule rule, int number) {
        if (rule.expression() == null) {
            paths.add(rule);
            return;
        }
        boolean isIndexed =
                !rule.words().isEmpty()
                        && rule.words().stream()
                                .allMatch(word -> bytes(word).length >= KeywordIndex.SHORTEST);
        if (!isIndexed) {
            wordless.add(rule);
            return;
        }
        for (String word : rule.words()) {
            text.add(bytes(word), number);
            if (rule.isDistinct()) {
                binary.add(bytes(word), number);
            }
        }
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    /** Another text whenever other secrets would be found in the same bytes. */
    String id() {
        return id;
    }

    KeywordIndex index(boolean isBinary) {
        return isBinary ? binary : text;
    }

    SecretRule rule(int number) {
        return rules.get(number);
    }

    int count() {
        return rules.size();
    }

    /** Rules without words that are long enough: their expressions read everything. */
    List<SecretRule> wordless() {
        return wordless;
    }

    /** Rules about paths alone. */
    List<SecretRule> paths() {
        return paths;
    }

    /** Whether nothing in a file is secret. */
    boolean allowsFile(String path) {
        return (skipsPublicPlaces && PublicPlaces.has(path))
                || allowed.stream().anyMatch(each -> each.allowsFile(path));
    }

    /** Whether what a rule has found is no secret. */
    boolean allows(SecretRule rule, String path, Allowed.Texts found) {
        return allowed.stream().anyMatch(each -> each.allows(path, found))
                || rule.allowed().stream().anyMatch(each -> each.allows(path, found));
    }
}
