package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** registries.conf of containers, each key of it. */
class RegistriesConfTest {
    @TempDir Path home;

    private Path write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private RegistriesConf read(String content) throws IOException {
        return RegistriesConf.read(List.of(write("registries.conf", content)), List.of());
    }

    private List<String> places(String content, String name) throws IOException {
        return new Configuration(read(content), DaemonJson.NONE, List.of(), List.of())
                .places(Reference.parse(name)).reading().stream()
                        .map(RegistriesConfTest::line)
                        .toList();
    }

    private static String line(Mirror place) {
        return place.location()
                + (place.insecure() ? " insecure" : "")
                + (place.tags() ? "" : " no-tags")
                + (place.digests() ? "" : " no-digests");
    }

    @Test
    void theLongestPrefixCounts() throws IOException {
        String file =
                """
                [[registry]]
                location = "example.com"
                insecure = true
                [[registry]]
                prefix = "example.com/foo"
                location = "internal.example.net/bar"
                [[registry]]
                prefix = "*.example.com"
                location = "wild.example.net"
                """;
        assertEquals(List.of("example.com/shop insecure"), places(file, "example.com/shop"));
        assertEquals(
                List.of("internal.example.net/bar/shop"), places(file, "example.com/foo/shop"));
        assertEquals(
                List.of("example.com/food/shop insecure"), places(file, "example.com/food/shop"));
        assertEquals(List.of("wild.example.net/a"), places(file, "x.y.example.com/a"));
        assertEquals(List.of("wild.example.net:5000/a"), places(file, "x.example.com:5000/a"));
        assertEquals(List.of("other.com/a"), places(file, "other.com/a"));
    }

    @Test
    void aWildPrefixWithoutALocationKeepsTheName() throws IOException {
        String file =
                """
                [[registry]]
                prefix = "*.example.com"
                insecure = true
                [[registry.mirror]]
                location = "mirror.example.net/all"
                """;
        assertEquals(
                List.of("mirror.example.net/all/a", "x.example.com/a insecure"),
                places(file, "x.example.com/a"));
    }

    @Test
    void mirrorsAreForTagsOrDigestsAsTheyAreMeant() throws IOException {
        String mirrors =
                """
                [[registry]]
                location = "example.com"
                %s
                [[registry.mirror]]
                location = "one.example.com/"
                %s
                [[registry.mirror]]
                location = "two.example.com/x"
                insecure = true
                """;
        assertEquals(
                List.of("one.example.com/a", "two.example.com/x/a insecure", "example.com/a"),
                places(mirrors.formatted("", "pull-from-mirror = \"all\""), "example.com/a"));
        assertEquals(
                "one.example.com/a no-tags",
                places(mirrors.formatted("", "pull-from-mirror = \"digest-only\""), "example.com/a")
                        .getFirst());
        assertEquals(
                "one.example.com/a no-digests",
                places(mirrors.formatted("", "pull-from-mirror = \"tag-only\""), "example.com/a")
                        .getFirst());
        assertEquals(
                List.of(
                        "one.example.com/a no-tags",
                        "two.example.com/x/a insecure no-tags",
                        "example.com/a"),
                places(mirrors.formatted("mirror-by-digest-only = true", ""), "example.com/a"));
    }

    @Test
    void blockedRegistriesAreRefused() throws IOException {
        String file = "[[registry]]\nprefix = \"example.com/bad\"\nblocked = true\n";
        assertEquals(List.of("example.com/good"), places(file, "example.com/good"));
        IOException e =
                assertThrows(RegistryException.class, () -> places(file, "example.com/bad/a"));
        assertTrue(e.getMessage().contains("is blocked in"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[registry]]|registry.prefix and location are both missing",
                "[[registry]]\\nprefix='a.*.com'|* can only stand for hosts",
                "[[registry]]\\nprefix='*.a.com/b'|* can only stand for hosts",
                "[[registry]]\\nlocation='https://a.com'|without http://",
                "[[registry]]\\nlocation='a.com/b:1'|has a tag or a digest",
                "[[registry]]\\nlocation=3|registry.location is to be a text",
                "[[registry]]\\nlocation='a.com'\\ninsecure='yes'|insecure is to be true or false",
                "[[registry]]\\nlocation='a'\\n[[registry.mirror]]|registry.mirror.location is"
                        + " missing",
                "[[registry]]\\nlocation='a'\\n[[registry.mirror]]\\nlocation='b'\\npull-from-mirror='x'|is"
                    + " to be all, digest-only or tag-only",
                "[[registry]]\\nlocation='a'\\nmirror-by-digest-only=true\\n[[registry.mirror]]\\nlocation='b'\\npull-from-mirror='all'|cannot"
                    + " be set beside",
                "[registries.search]\\nregistries=['a']|is of version 1",
                "short-name-mode='maybe'|is to be enforcing, permissive or disabled",
                "[aliases]\\nshop='shop'|with registry and without a tag",
                "[aliases]\\nshop='a.com/shop:1'|with registry and without a tag",
                "registry|line 1, column 9",
            })
    void whatCannotBeMeantIsNamedWithItsFile(String content, String wanted) {
        IOException e = assertThrows(IOException.class, () -> read(content.replace("\\n", "\n")));
        assertTrue(e.getMessage().startsWith(home + "/registries.conf: "), e.getMessage());
        assertTrue(e.getMessage().contains(wanted), e.getMessage());
    }

    @Test
    void unknownKeysAreWarnedOf() throws IOException {
        RegistriesConf read = read("colour='red'\n[[registry]]\nlocation='a'\nmirrors=['b']\n");
        assertEquals(
                List.of(
                        home + "/registries.conf: colour is not known and not used",
                        home + "/registries.conf: registry.mirrors is not known and not used"),
                read.unknown().stream().sorted().toList());
    }

    @Test
    void laterFilesReplaceWhatEarlierOnesSayOfTheSamePrefix() throws IOException {
        String own = ".config/containers/registries.conf";
        write(
                own,
                """
                unqualified-search-registries = ["one.example"]
                credential-helpers = ["first"]
                [aliases]
                "shop" = "one.example/shop"
                "tool" = "one.example/tool"
                [[registry]]
                location = "example.com"
                insecure = true
                [[registry]]
                location = "other.example"
                """);
        write(own + ".d/10-a.conf", "[[registry]]\nlocation='example.com'\n[aliases]\nshop=''\n");
        write(
                own + ".d/20-b.conf",
                """
                unqualified-search-registries = ["two.example"]
                credential-helpers = ["containers-auth.json", "second"]
                [aliases]
                "tool" = "two.example/tool"
                """);
        write(own + ".d/30-c.txt", "this is not read");
        RegistriesConf read = RegistriesConf.ofEnvironment(Map.of(), home);
        assertEquals(2, read.rules().size());
        assertFalse(read.rule("example.com").orElseThrow().insecure());
        assertEquals(List.of("containers-auth.json", "second"), read.helpers());
        assertEquals(names("two.example/tool:1"), read.shortNames().candidates("tool:1"));
        assertEquals(names("two.example/shop"), read.shortNames().candidates("shop"));
    }

    private static List<Reference> names(String... names) {
        return List.of(names).stream().map(Reference::parse).toList();
    }

    @Test
    void shortNamesStandForTheirAliasWithTagAndDigest() throws IOException {
        ShortNames names =
                read("[aliases]\n\"shop\"=\"a.example/x/shop\"\n\"team/shop\"=\"b.example/s\"\n")
                        .shortNames();
        String digest = "@sha256:" + "0".repeat(64);
        assertEquals(names("a.example/x/shop"), names.candidates("shop"));
        assertEquals(names("a.example/x/shop:1" + digest), names.candidates("shop:1" + digest));
        assertEquals(names("b.example/s:2"), names.candidates("team/shop:2"));
        assertEquals(names("docker.io/library/shop"), names.candidates("docker.io/library/shop"));
        assertEquals(names("docker.io/library/other"), names.candidates("other"));
    }

    @Test
    void recordedAliasesCountMost() throws IOException {
        write(".cache/containers/short-name-aliases.conf", "[aliases]\nshop='c.example/shop'\n");
        write(".config/containers/registries.conf", "[aliases]\nshop='a.example/shop'\n");
        RegistriesConf read = RegistriesConf.ofEnvironment(Map.of(), home);
        assertEquals(names("c.example/shop:1"), read.shortNames().candidates("shop:1"));
    }

    @Test
    void otherShortNamesAreSearchedForInOrder() throws IOException {
        String search = "unqualified-search-registries = [\"a.example\", \"docker.io\"]\n";
        assertEquals(
                names("a.example/shop:1", "docker.io/library/shop:1"),
                read(search).shortNames().candidates("shop:1"));
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () ->
                                read(search + "short-name-mode = \"enforcing\"\n")
                                        .shortNames()
                                        .candidates("shop:1"));
        assertTrue(
                e.getMessage().contains("a.example/shop:1, docker.io/library/shop:1"),
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3:5000, true",
        "10.1.2.3, true",
        "11.1.2.3, false",
        "reg.example:5000, true",
        "reg.example, false",
        "plain.example:80, true",
    })
    void insecureRegistriesOfDockerAreHostsAndRanges(String host, boolean insecure)
            throws IOException {
        Path file =
                write(
                        "daemon.json",
                        """
                        {"insecure-registries": ["10.0.0.0/8", "reg.example:5000", "plain.example"],
                         "storage-driver": "overlay2"}
                        """);
        assertEquals(insecure, DaemonJson.read(file).isInsecure(host));
    }

    @Test
    void mirrorsOfDockerAreForDockerHubOnly() throws IOException {
        Path file =
                write(
                        "daemon.json",
                        """
                        {"registry-mirrors": ["https://one.example/", "http://two.example:5000"],
                         "insecure-registries": ["one.example"]}
                        """);
        Configuration configuration =
                new Configuration(RegistriesConf.NONE, DaemonJson.read(file), List.of(), List.of());
        assertEquals(
                List.of(
                        "one.example/library/alpine insecure",
                        "two.example:5000/library/alpine insecure",
                        "docker.io/library/alpine"),
                configuration.places(Reference.parse("alpine")).reading().stream()
                        .map(RegistriesConfTest::line)
                        .toList());
        assertEquals(1, configuration.places(Reference.parse("quay.example/a")).reading().size());
    }

    @ParameterizedTest
    @CsvSource({"one.example", "https://one.example/path", "ftp://one.example"})
    void mirrorsOfDockerAreHostsAlone(String mirror) throws IOException {
        Path file = write("daemon.json", "{\"registry-mirrors\": [\"" + mirror + "\"]}");
        IOException e = assertThrows(IOException.class, () -> DaemonJson.read(file));
        assertTrue(e.getMessage().contains("registry-mirrors: \"" + mirror), e.getMessage());
    }
}
