package dev.cooper.scan.vex;

import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists of findings to ignore: {@code .trivyignore} with an id in each line, and {@code
 * .trivyignore.yaml} with more to say about each.
 */
final class IgnoreFile {
    private static final int LARGEST = 16 << 20;
    private static final String EXPIRES = "exp:";
    private static final Set<String> KEYS =
            Set.of("id", "paths", "purls", "expired_at", "statement");

    private IgnoreFile() {}

    /**
     * Reads a file, by its name as YAML or as lines.
     *
     * @throws SyntaxException when it says something that cannot be understood
     */
    static List<IgnoreRule> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(
                        "%s: a list of what to ignore of more than %d bytes is not read"
                                .formatted(file, LARGEST));
            }
            return parse(file.toString(), bytes);
        }
    }

    static List<IgnoreRule> parse(String name, byte[] bytes) {
        boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return isYaml ? ofYaml(name, bytes) : ofLines(name, bytes);
    }

    private static List<IgnoreRule> ofLines(String name, byte[] bytes) {
        List<IgnoreRule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text(name, bytes).lines().toList()) {
            number++;
            String plain = line.strip();
            if (plain.isEmpty() || plain.charAt(0) == '#') {
                continue;
            }
            int comment = plain.indexOf(" #");
            String why = comment < 0 ? "" : plain.substring(comment + 2).strip();
            String[] words = (comment < 0 ? plain : plain.substring(0, comment)).split("\\s+", -1);
            Optional<LocalDate> expires = Optional.empty();
            for (int i = 1; i < words.length; i++) {
                if (words[i].startsWith(EXPIRES)) {
                    String day = words[i].substring(EXPIRES.length());
                    expires = Optional.of(day(name + ":" + number, day));
                }
            }
            rules.add(
                    new IgnoreRule(
                            name + ":" + number,
                            IgnoreRule.Kind.ANY,
                            words[0],
                            List.of(),
                            List.of(),
                            expires,
                            why));
        }
        return rules;
    }

    private static String text(String name, byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SyntaxException(name + ": it is no text in UTF-8", e);
        }
    }

    private static LocalDate day(String where, String text) {
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw new SyntaxException(
                    "%s: \"%s\" is no day such as 2026-01-31".formatted(where, text), e);
        }
    }

    private static List<IgnoreRule> ofYaml(String name, byte[] bytes) {
        Tree document;
        try {
            document = YamlDocument.parse(bytes);
        } catch (SyntaxException e) {
            throw new SyntaxException(name + ": " + e.getMessage(), e);
        }
        List<IgnoreRule> rules = new ArrayList<>();
        if (document.isPresent() && !document.isObject()) {
            throw new SyntaxException(name + ": it must have lists by the kind of finding");
        }
        for (Map.Entry<String, Tree> each : document.members().entrySet()) {
            IgnoreRule.Kind kind = kind(name, each.getKey());
            List<Tree> items = each.getValue().items();
            if (items.isEmpty() && !each.getValue().text().isEmpty()) {
                throw new SyntaxException("%s: %s must be a list".formatted(name, each.getKey()));
            }
            for (int i = 0; i < items.size(); i++) {
                String where = "%s: %s[%d]".formatted(name, each.getKey(), i);
                rules.add(rule(where, kind, items.get(i)));
            }
        }
        return rules;
    }

    private static IgnoreRule.Kind kind(String name, String key) {
        for (IgnoreRule.Kind kind : IgnoreRule.Kind.values()) {
            if (kind != IgnoreRule.Kind.ANY && kind.name().toLowerCase(Locale.ROOT).equals(key)) {
                return kind;
            }
        }
        throw new SyntaxException(
                "%s: \"%s\" is no kind of finding; known are vulnerabilities, misconfigurations,"
                                .formatted(name, key)
                        + " secrets and licenses");
    }

    private static IgnoreRule rule(String where, IgnoreRule.Kind kind, Tree item) {
        String id = item.text("id");
        if (id.isEmpty()) {
            throw new SyntaxException(where + ": it has no id");
        }
        for (String key : item.names()) {
            if (!KEYS.contains(key)) {
                throw new SyntaxException(
                        "%s: \"%s\" is not known; known are id, paths, purls, expired_at and"
                                        .formatted(where, key)
                                + " statement");
            }
        }
        List<PurlPattern> purls = new ArrayList<>();
        for (Tree purl : item.at("purls").items()) {
            purls.add(
                    PurlPattern.of(purl.text())
                            .orElseThrow(() ->
                                    new SyntaxException(
                                            "%s: \"%s\" is no package URL such as"
                                                            .formatted(where, purl.text())
                                                    + " pkg:npm/ws@7.5.9")));
        }
        String expires = item.text("expired_at");
        return new IgnoreRule(
                where,
                kind,
                id,
                item.at("paths").items().stream().map(Tree::text).toList(),
                purls,
                expires.isEmpty() ? Optional.empty() : Optional.of(day(where, expires)),
                item.text("statement"));
    }
}
