package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code cooper sync} from Cooper's own registry to another one and into a layout. */
class SyncTest {
    @TempDir Path directory;
    private OwnRegistry from;
    private OwnRegistry to;
    private CommandLine cooper;
    private Path file;

    @BeforeEach
    void pushImages() throws IOException {
        from = OwnRegistry.start(directory.resolve("from"));
        to = OwnRegistry.start(directory.resolve("to"));
        cooper = new CommandLine(directory.resolve("home"));
        file = directory.resolve("images.yml");
        String shop = from.host() + "/team/shop:";
        String[] names = {shop + "1.10", shop + "1.9", shop + "2.0", from.host() + "/db:7"};
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, names);
        for (String name : names) {
            ok("push", "-q", name);
        }
    }

    @AfterEach
    void stop() throws IOException {
        from.close();
        to.close();
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, from.host() + ":\n" + text.indent(2));
    }

    @Test
    void copiesWhatIsListedOnceAndNothingTheSecondTime() throws IOException {
        write(
                """
                images:
                  team/shop: [1.10]
                images-by-tag-regex:
                  db: ^[0-9]$
                images-by-semver:
                  team/shop: ">= 1.9, < 2"
                """);
        String target = "docker://" + to.host() + "/mirror";
        String planned = ok("sync", "--dry-run", "--dest", target, file.toString());
        assertTrue(planned.endsWith("to copy: 4, up to date: 0, failed: 0\n"), planned);
        String first = ok("sync", "--dest", target, file.toString());
        assertTrue(first.endsWith("copied: 3, up to date: 1, failed: 0\n"), first);
        String second = ok("sync", "--dest", target, file.toString());
        assertTrue(second.endsWith("copied: 0, up to date: 4, failed: 0\n"), second);
        assertEquals("1.10\n1.9\n", ok("tags", to.host() + "/mirror/shop"));
        assertEquals(ok("digest", from.host() + "/db:7"), ok("digest", to.host() + "/mirror/db:7"));
    }

    @Test
    void scopedNamesHoldRegistryAndPathAndSuffixesAreAdded() throws IOException {
        write("images:\n  team/shop:\n");
        String target = "oci:" + directory.resolve("layout");
        ok("sync", "--scoped", "--append-suffix=-x", "--dest", target, file.toString());
        String again =
                ok("sync", "--scoped", "--append-suffix=-x", "--dest", target, file.toString());
        assertTrue(again.contains("up to date: 3"), again);
        ok("copy", target + ":" + from.host() + "/team/shop:1.9-x", "store:copied");
    }

    @Test
    void afterAFailureItStopsUnlessToldToKeepGoing() throws IOException {
        write("images:\n  team/shop: [7, 1.9]\n");
        String target = "docker://" + to.host();
        CommandLine.Result stopped = cooper.run("sync", "--dest", target, file.toString());
        assertEquals(1, stopped.code());
        assertTrue(stopped.out().endsWith("copied: 0, up to date: 0, failed: 1\n"), stopped.out());
        assertTrue(stopped.err().contains("has no tag 7"), stopped.err());
        CommandLine.Result all =
                cooper.run("sync", "--keep-going", "--dest", target, file.toString());
        assertEquals(1, all.code());
        assertTrue(all.out().endsWith("copied: 1, up to date: 0, failed: 1\n"), all.out());
    }

    @Test
    void aFileThatIsWrongIsRefusedBeforeAnythingIsAsked() throws IOException {
        write("image: {}\n");
        String unknown = cooper.run("sync", "--dest", to.host(), file.toString()).err();
        assertTrue(unknown.contains("unknown key \"image\""), unknown);
        write("images-by-semver: {shop: latest}\n");
        String range = cooper.run("sync", "--dest", to.host(), file.toString()).err();
        assertTrue(range.contains("\"latest\" is no range of versions"), range);
        Files.writeString(file, "a: [");
        String yaml = cooper.run("sync", "--dest", to.host(), file.toString()).err();
        assertEquals(1, yaml.lines().count(), yaml);
        assertEquals(2, cooper.run("sync", file.toString()).code());
    }
}
