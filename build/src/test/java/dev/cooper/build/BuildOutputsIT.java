package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotDriver;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Whole builds of files only: copies get owners, which only root can give. */
class BuildOutputsIT {
    @TempDir Path directory;
    private Path context;

    @BeforeEach
    void make() throws Exception {
        Machine.requireRoot();
        context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("file"), "content");
    }

    private byte[] build(String output) throws Exception {
        Path home = directory.resolve("store");
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        BuildRequest request =
                Requests.of("FROM scratch\nCOPY file /d/file\n")
                        .context(context)
                        .output(Output.parse(output))
                        .request();
        SnapshotOptions options = SnapshotOptions.DEFAULT.withDriver(SnapshotDriver.COPY);
        new Build(LocalStore.open(home), options, Clock.systemUTC())
                .run(request, event -> {}, stdout);
        return stdout.toByteArray();
    }

    @Test
    void anOutputThatIsALinkIsWrittenThrough() throws Exception {
        Path real = directory.resolve("real.tar");
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        build("type=tar,dest=" + link);
        assertTrue(Files.isSymbolicLink(link), "a link such as /dev/stdout must stay");
        assertEquals(build("-").length, Files.size(real));
        build("type=tar,dest=" + link);
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void aDirectoryGetsTheFilesOfTheRoot() throws Exception {
        build("type=local,dest=" + directory.resolve("out"));
        assertEquals("content", Files.readString(directory.resolve("out/d/file")));
    }

    @Test
    void theSameImageIsTheSameArchiveHoweverOftenItIsBuilt() throws Exception {
        Path archive = directory.resolve("image.tar");
        build("type=oci,dest=" + archive);
        byte[] first = Files.readAllBytes(archive);
        build("type=oci,dest=" + archive);
        assertEquals(-1, java.util.Arrays.mismatch(first, Files.readAllBytes(archive)));
    }
}
