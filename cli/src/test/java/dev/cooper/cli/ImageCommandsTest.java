package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;

class ImageCommandsTest {
    @TempDir Path directory;
    private CommandLine cooper;
    private Digest shop;
    private Digest base;

    @BeforeEach
    void fill() throws IOException {
        cooper = new CommandLine(directory.resolve("store"));
        base = cooper.image("2001-01-01T00:00:00Z", Map.of(), 1234, "quay.io/a/base:1");
        shop =
                cooper.image(
                        "2002-01-01T00:00:00Z", Map.of("k", "v"), 4_280_000, "shop:1", "shop:2");
    }

    private String out(String... args) {
        CommandLine.Result result = cooper.run(args);
        assertEquals("", result.err());
        assertEquals(0, result.code());
        return result.out();
    }

    private static String years(String text) {
        return text.replaceAll("\\d+ years ago", "N years ago");
    }

    @Test
    void listsImagesInDockersColumns() {
        assertEquals(
                """
                REPOSITORY       TAG       IMAGE ID       CREATED        SIZE
                shop             1         SHOPSHOPSHOP   N years ago   4.28MB
                shop             2         SHOPSHOPSHOP   N years ago   4.28MB
                quay.io/a/base   1         BASEBASEBASE   N years ago   1.23kB
                """,
                years(out("images"))
                        .replace(shop.shortHex(), "SHOPSHOPSHOP")
                        .replace(base.shortHex(), "BASEBASEBASE"));
    }

    @Test
    void printsOnlyIdsWhenQuiet() {
        assertEquals(
                shop.shortHex() + "\n" + base.shortHex() + "\n",
                out(
                        "images",
                        "-q",
                        "--filter",
                        "reference=*:1",
                        "--filter",
                        "reference=quay.io/a/*"));
        assertEquals(base + "\n", out("image", "ls", "-q", "--no-trunc", "quay.io/a/base"));
    }

    @Test
    void filtersAsDockerDoes() {
        String[] format = {"images", "--format", "{{.Repository}}:{{.Tag}}", "-f", ""};
        Map<String, String> cases =
                Map.of(
                        "label=k", "shop:1 shop:2 ",
                        "label=k=w", "",
                        "label!=k", "quay.io/a/base:1 ",
                        "before=shop:1", "quay.io/a/base:1 ",
                        "since=quay.io/a/base:1", "shop:1 shop:2 ",
                        "until=2001-06-01", "quay.io/a/base:1 ",
                        "reference=shop:2", "shop:2 ",
                        "reference=s*", "shop:1 shop:2 ",
                        "dangling=true", "",
                        "dangling=false", "shop:1 shop:2 quay.io/a/base:1 ");
        for (Map.Entry<String, String> entry : cases.entrySet()) {
            format[4] = entry.getKey();
            assertEquals(entry.getValue(), out(format).replace('\n', ' '), entry.getKey());
        }
    }

    @Test
    void understandsTheFormatsOfManyGuides() {
        assertEquals(
                """
                REPOSITORY       TAG       IMAGE ID
                shop             1         ID
                shop             2         ID
                quay.io/a/base   1         ID
                """,
                out("images", "--format", "table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}")
                        .replace(shop.shortHex(), "ID")
                        .replace(base.shortHex(), "ID"));
        assertTrue(
                out("images", "--format", "json", "shop:1")
                        .startsWith(
                                "{\"Containers\":\"N/A\",\"CreatedAt\":\"2002-01-01 00:00:00 +0000"
                                        + " UTC\","));
        assertEquals(
                Digest.sha256(new byte[4_280_000]) + "\n\n",
                out(
                        "image",
                        "inspect",
                        "shop:1",
                        "--format",
                        "{{range .RootFS.Layers}}{{.}}{{println}}{{end}}"));
    }

    @Test
    void inspectsInDockersOrder() {
        String text = out("inspect", "shop:1");
        assertEquals(
                "Id RepoTags RepoDigests Parent Comment Created DockerVersion Author Config"
                        + " Architecture Os Size GraphDriver RootFS Metadata Descriptor",
                String.join(
                        " ",
                        text.lines()
                                .filter(line -> line.startsWith("        \""))
                                .map(line -> line.substring(9, line.indexOf('"', 9)))
                                .toList()));
        assertTrue(text.startsWith("[\n    {\n        \"Id\": \"" + shop + "\",\n"), text);
        assertEquals(
                "[PATH=/usr/bin A=b c] <no value>\n",
                out("inspect", "-f", "{{.Config.Env}} {{.Config.Entrypoint}}", "shop" + ":1"));
        assertEquals(
                "application/vnd.oci.image.manifest.v1+json\n",
                out("inspect", "-f", "{{.Descriptor.MediaType}}", "shop:1"));
    }

    @Test
    void inspectsWhatIsThereAndNamesWhatIsNot() {
        CommandLine.Result result = cooper.run("inspect", "-f", "{{.Id}}", "shop:3", "shop:1");
        assertEquals(shop + "\n", result.out());
        assertEquals("cooper: no such image: shop:3 (did you mean shop:1?)\n", result.err());
        assertEquals(1, result.code());
        assertEquals("[]\n", cooper.run("inspect", "nothing").out());
    }

    @Test
    void showsHistoryNewestFirst() {
        assertEquals(
                """
                IMAGE          CREATED        CREATED BY                                      SIZE      COMMENT
                SHOPSHOPSHOP   N years ago   ENV A=b c and so on, longer than the column …   0B        buildkit.dockerfile.v0
                <missing>      N years ago   COPY /out /app # buildkit                       4.28MB    buildkit.dockerfile.v0
                """,
                years(out("history", "shop:1")).replace(shop.shortHex(), "SHOPSHOPSHOP"));
        assertEquals(
                shop + " 2002-01-01T00:00:00Z 0\n<missing> 2002-01-01T00:00:00Z 4280000\n",
                out(
                        "history",
                        "--human=false",
                        "--no-trunc",
                        "--format",
                        "{{.ID}} {{.CreatedAt}} {{.Size}}",
                        "shop:1"));
    }

    @Test
    void tagsAndRemoves() {
        out("tag", shop.shortHex(), "localhost:5000/x/shop");
        assertEquals(
                "[shop:1 shop:2 localhost:5000/x/shop:latest]\n",
                out("inspect", "-f", "{{.RepoTags}}", shop.hex().substring(0, 5)));
        CommandLine.Result refused = cooper.run("rmi", shop.shortHex());
        assertEquals(1, refused.code());
        assertTrue(
                refused.err()
                        .contains("(must be forced): image is referenced in multiple repositories"),
                refused.err());
        assertEquals(
                "Untagged: localhost:5000/x/shop:latest\n", out("rmi", "localhost:5000/x/shop"));
        assertEquals(
                "Untagged: shop:1\nUntagged: shop:2\nDeleted: " + shop + "\n",
                out("rmi", shop.shortHex()));
        assertEquals("cooper: no such image: shop:1\n", cooper.run("rmi", "shop:1").err());
        assertEquals(0, cooper.run("rmi", "-f", "shop:1").code());
    }

    @Test
    void explainsWrongUsageWithCodeTwo() {
        Map<String, String> cases =
                Map.of(
                        "images a b", "'cooper images' requires at most 1 argument, 2 given",
                        "images --formatt x", "unknown flag --formatt (did you mean --format?)",
                        "images -x", "unknown shorthand flag -x",
                        "images --all=maybe", "flag --all takes true or false, not \"maybe\"",
                        "images --format", "flag --format needs an argument",
                        "tag a", "'cooper tag' requires 2 arguments, 1 given",
                        "registry check-config",
                                "'cooper registry check-config' requires 1 argument, 0 given",
                        "rmi", "'cooper rmi' requires at least 1 argument, 0 given",
                        "imagess", "unknown command \"imagess\" (did you mean images?)",
                        "image lss", "unknown command \"image lss\" (did you mean image ls?)");
        for (Map.Entry<String, String> entry : cases.entrySet()) {
            CommandLine.Result result = cooper.run(entry.getKey().split(" "));
            assertEquals(2, result.code(), entry.getKey());
            assertEquals(
                    "cooper: " + entry.getValue(), result.err().lines().findFirst().orElse(""));
            assertFalse(result.err().contains("Exception"));
        }
    }

    @Test
    void explainsBadInputWithCodeOne() {
        Map<String, String> cases =
                Map.of(
                        "images --filter foo=1",
                                "invalid filter \"foo\": want one of before, dangling, label,"
                                        + " label!, reference, since, until",
                        "images --filter dangling=perhaps",
                                "invalid filter \"dangling=perhaps\": want true or false",
                        "images --format {{.Foo}}",
                                "template parsing error: template: :1:2: executing \"\" at <.Foo>:"
                                    + " can't evaluate field Foo in type *formatter.imageContext",
                        "images --format {{",
                                "template parsing error: template: :1: unclosed action",
                        "inspect --platform linux/arm64 shop:1",
                                "image shop:1 is for linux/amd64, not for linux/arm64");
        for (Map.Entry<String, String> entry : cases.entrySet()) {
            CommandLine.Result result = cooper.run(entry.getKey().split(" "));
            assertEquals("cooper: " + entry.getValue() + "\n", result.err());
            assertEquals(1, result.code(), entry.getKey());
        }
    }

    @Test
    void savesAndLoads() throws IOException {
        Path file = directory.resolve("a.tar");
        out("save", "-o", file.toString(), "shop");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        CommandLine other = new CommandLine(directory.resolve("other"));
        assertEquals(
                "Loaded image: shop:1\nLoaded image: shop:2\n",
                other.run("load", "-i", file.toString()).out());
        byte[] archive = cooper.run("save", base.shortHex()).bytes();
        assertEquals("Loaded image ID: " + base + "\n", other.withInput(archive).run("load").out());
        assertEquals(
                base.shortHex() + "\n", other.run("images", "-q", "-f", "dangling=true").out());
        Files.write(file, Arrays.copyOf(archive, archive.length / 2));
        CommandLine.Result cut = other.run("load", "-i", file.toString());
        assertEquals(1, cut.code());
        assertTrue(cut.err().startsWith("cooper: loading " + file + ": "), cut.err());
        CommandLine.Result missing = cooper.run("save", "-o", "/nowhere/x", "shop:1");
        assertEquals("cooper: /nowhere: no such file or directory\n", missing.err());
    }

    @Test
    void prunesWhatHasNoName() throws IOException {
        Digest lost = cooper.image("2003-01-01T00:00:00Z", Map.of(), 5000);
        assertEquals(
                "WARNING! This will remove all dangling images.\n"
                        + "Are you sure you want to continue? [y/N] ",
                out("image", "prune"));
        String pruned = out("image", "prune", "-f");
        assertTrue(pruned.startsWith("Deleted Images:\ndeleted: " + lost + "\n\n"), pruned);
        assertTrue(pruned.contains("Total reclaimed space: 5."), pruned);
        assertTrue(out("image", "prune", "-af").contains("untagged: shop:1\n"));
        assertEquals("", out("images", "-q"));
    }

    @Test
    void importsATarWithChanges() throws IOException {
        byte[] tar = new byte[1024]; // an empty archive
        CommandLine.Result result =
                cooper.withInput(tar)
                        .run(
                                "import",
                                "-c",
                                "CMD [\"/x\"]",
                                "-c",
                                "ENV A=\"b c\"",
                                "-m",
                                "why",
                                "-",
                                "imported");
        assertEquals("", result.err());
        assertEquals(0, result.code());
        assertEquals(
                "[/x] [A=b c] why\n",
                out("inspect", "-f", "{{.Config.Cmd}} {{.Config.Env}} {{.Comment}}", "imported"));
        CommandLine.Result refused = cooper.withInput(tar).run("import", "-c", "RUN true", "-");
        assertTrue(
                refused.err().startsWith("cooper: RUN is not possible in --change"), refused.err());
        assertTrue(cooper.run("import", "https://x/y.tar").err().contains("download it"));
    }

    @Test
    void showsDiskUsage() {
        String usage = out("df");
        assertTrue(usage.startsWith("TYPE           TOTAL     ACTIVE    SIZE"), usage);
        assertTrue(usage.contains("\nImages         2         2         4."), usage);
        assertTrue(out("system", "df", "-v").contains("quay.io/a/base"));
    }

    @Test
    void prunesTheBuildCacheToo() {
        assertEquals("Total reclaimed space: 0B\n", out("builder", "prune", "-f"));
        assertEquals("Total reclaimed space: 0B\n", out("prune", "-f"));
        assertTrue(out("prune", "-a").contains("  - all images"));
        assertEquals(2, cooper.run("builder", "nothing").code());
    }
}
