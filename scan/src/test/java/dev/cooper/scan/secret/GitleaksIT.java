package dev.cooper.scan.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.DirectoryOptions;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.oci.Json;
import dev.cooper.testkit.Peers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** The same files through gitleaks and through Cooper. */
class GitleaksIT {
    private static final String CONFIG =
            """
            title = "ours"
            [[rules]]
            id = "shop-key"
            description = "A key of the shop"
            regex = '''shop_[a-z0-9]{12}'''
            keywords = ["shop_"]
            [[rules]]
            id = "named-secret"
            description = "A secret with a name"
            regex = '''(?i)(secret|passwort)\\s*[=:]\\s*["']?([A-Za-z0-9]{8,40})'''
            secretGroup = 2
            entropy = 3.2
            keywords = ["secret", "passwort"]
            [[rules.allowlists]]
            description = "those of the tests"
            regexes = ['''^Test''']
            stopwords = ["dummy"]
            [[rules]]
            id = "no-words"
            description = "Without keywords"
            regex = '''\\bQ[0-9]{6}Z\\b'''
            [[rules]]
            id = "only-there"
            description = "In some files only"
            regex = '''[0-9]{9}'''
            path = '''\\.conf$'''
            [[rules.allowlists]]
            condition = "AND"
            paths = ['''^.*b\\.conf$''']
            regexes = ['''^111''']
            [[rules]]
            id = "key-file"
            description = "By its name"
            path = '''\\.p12$'''
            [[allowlists]]
            description = "for all"
            paths = ['''vendor/''']
            regexTarget = "line"
            regexes = ['''nosecret''']
            """;

    @TempDir Path directory;

    @Test
    void findsTheSameByGitleaksOwnRuleFiles() throws Exception {
        Path gitleaks = Peers.requireNewer("gitleaks");
        Path files = Files.createDirectories(directory.resolve("files"));
        write(files, "a.txt", "x shop_abcdef123456 y\nshop_short\nQ123456Z and Q12345Z\n");
        write(
                files,
                "b.txt",
                "secret = \"k8Jx2mQ9vR4t\"\nPasswort: aaaaaaaaaaaa\nsecret=TestQ9vR4tk8J\n"
                        + "secret=dummyQ9vR4tk8J\nsecret: zP4w8Lq1Xn7B # nosecret\n");
        write(files, "a.conf", "123456789\n111222333\n");
        write(files, "b.conf", "123456789\n111222333\n");
        write(files, "vendor/a.txt", "shop_abcdef123456\n");
        write(files, "store.p12", "not a real store\n");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            many.append(
                            i % 3 == 0
                                    ? "shop_"
                                            + SecretObserverTest.made(12, i)
                                                    .toLowerCase(java.util.Locale.ROOT)
                                    : "word")
                    .append(i % 5 == 0 ? " Q" + (100000 + i) + "Z " : " ")
                    .append("\n");
        }
        write(files, "many.log", many.toString());
        Path config = directory.resolve("gitleaks.toml");
        Files.writeString(config, CONFIG);
        SortedSet<String> expected =
                gitleaks(gitleaks, files, List.of("--config", config.toString()));
        assertTrue(expected.size() > 100, expected::toString);
        assertEquals(expected, cooper(files, SecretRules.read(config)));
    }

    @Test
    void findsEverythingThatGitleaksFindsByRulesOfItsOwn() throws Exception {
        Path gitleaks = Peers.requireNewer("gitleaks");
        Path files = Files.createDirectories(directory.resolve("files"));
        SecretRules rules = SecretRules.builtIn();
        for (int i = 0; i < rules.count(); i++) {
            SecretRule rule = rules.rule(i);
            StringBuilder text = new StringBuilder();
            for (int seed = 0; seed < 10; seed++) {
                if (rule.id().equals("private-key")) {
                    text.append(SecretObserverTest.privateKey(seed));
                    continue;
                }
                Random random = new Random(seed);
                String word = rule.words().get(random.nextInt(rule.words().size()));
                String sample = Sample.of(rule.expression(), random).replace("\n", "");
                String name = rule.isDistinct() ? "value = \"" : word;
                text.append(name).append(sample).append("\"\n");
            }
            write(files, rule.id() + ".txt", text.toString());
        }
        SortedSet<String> missed = new TreeSet<>(places(gitleaks(gitleaks, files, List.of())));
        int all = missed.size();
        missed.removeAll(places(cooper(files, rules)));
        assertTrue(all > 400, () -> "gitleaks found only " + all);
        assertEquals(new TreeSet<>(), missed);
    }

    /** Files and lines without the rules, of which both have their own. */
    private static SortedSet<String> places(SortedSet<String> found) {
        SortedSet<String> places = new TreeSet<>();
        for (String each : found) {
            if (!each.startsWith("generic-api-key ")) {
                places.add(each.substring(each.indexOf(' ') + 1));
            }
        }
        return places;
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private SortedSet<String> gitleaks(Path program, Path files, List<String> more)
            throws Exception {
        Path report = directory.resolve("report.json");
        List<String> command = new ArrayList<>();
        command.addAll(List.of(program.toString(), "dir", "--no-banner", "--exit-code", "0"));
        command.addAll(List.of("--report-format", "json", "--report-path", report.toString()));
        command.addAll(more);
        command.add(".");
        Process process =
                new ProcessBuilder(command)
                        .directory(files.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("gitleaks.log").toFile())
                        .start();
        assertEquals(0, process.waitFor(), () -> read(directory.resolve("gitleaks.log")));
        SortedSet<String> found = new TreeSet<>();
        for (Object each : (List<?>) Json.parse(Files.readAllBytes(report))) {
            Map<?, ?> finding = (Map<?, ?>) each;
            Object line = finding.get("StartLine");
            found.add(
                    finding.get("RuleID")
                            + " "
                            + finding.get("File")
                            + ":"
                            + (Long.valueOf(0).equals(line) ? 1 : line));
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private SortedSet<String> cooper(Path files, SecretRules rules) throws Exception {
        SecretObserver observer = new SecretObserver(rules);
        Inspected inspected =
                new Inventories(directory.resolve("cache"))
                        .inspectDirectory(files, DirectoryOptions.INSTALLED, List.of(observer));
        SortedSet<String> found = new TreeSet<>();
        byte[] observed = inspected.observed().getFirst().get(observer.id());
        SecretObserver.decode(observed, -1, _ -> false)
                .forEach(each -> found.add(each.id() + " " + each.path() + ":" + each.startLine()));
        return found;
    }
}
