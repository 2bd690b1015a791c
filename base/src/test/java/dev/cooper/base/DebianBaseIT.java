package dev.cooper.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.ImageManifest;
import dev.cooper.store.LocalStore;
import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes images from the archives that this machine's apt uses. */
class DebianBaseIT {
    @TempDir Path directory;

    @Test
    void makesAMinbaseThatDpkgFindsInOrderAndTheSameTwice() throws Exception {
        requireDebian();
        Machine.requireRoot();
        BaseRequest request = BaseRequest.of(Variant.MINBASE);
        LocalStore first = LocalStore.open(directory.resolve("first"));
        BaseImage image = base(first).make(request);

        LocalStore second = LocalStore.open(directory.resolve("second/in/another/place"));
        Files.createDirectories(second.directory("."));
        Files.createSymbolicLink(
                second.directory(DebianBase.DOWNLOADS), first.directory(DebianBase.DOWNLOADS));
        assertEquals(image.manifest().digest(), base(second).make(request).manifest().digest());

        Path root = unpack(first, image);
        assertEquals("", output("chroot", root.toString(), "dpkg", "--verify"));
        assertEquals("", output("chroot", root.toString(), "dpkg", "--audit"));
        assertFalse(Files.exists(root.resolve("etc/resolv.conf")));
        assertFalse(Files.exists(root.resolve("usr/sbin/policy-rc.d")));
        assertEquals("", output("find", root + "/dev", root + "/proc", "-mindepth", "1"));
        output("rm", "-rf", root.toString()); // its absolute links would worry the cleaner
        assertSamePackagesAsDebootstrap(image);
    }

    private void assertSamePackagesAsDebootstrap(BaseImage image) throws Exception {
        if (!Files.exists(Path.of("/usr/sbin/debootstrap"))) {
            return; // the peers are brought where the tests are promised; names are compared there
        }
        String mirror =
                new SuiteSelection(HostApt.ofThisMachine())
                        .select(image.suite(), List.of())
                        .getFirst()
                        .archive();
        String names =
                output(
                        "debootstrap",
                        "--print-debs",
                        "--variant=minbase",
                        image.suite(),
                        directory.resolve("debootstrap").toString(),
                        mirror);
        Set<String> theirs = Set.copyOf(AptSource.words(names));
        Set<String> ours =
                image.packages().stream()
                        .map(text -> text.substring(0, text.indexOf(' ')))
                        .collect(Collectors.toSet());
        assertEquals(theirs, ours);
    }

    @Test
    void makesADistrolessImageForAForeignArchitecture() throws Exception {
        requireDebian();
        String foreign =
                dev.cooper.oci.Platform.host().architecture().equals("arm64") ? "amd64" : "arm64";
        LocalStore store = LocalStore.open(directory.resolve("store"));
        BaseRequest request =
                BaseRequest.of(Variant.DISTROLESS)
                        .withArchitecture(foreign)
                        .withInclude(List.of("libssl3"));
        BaseImage image = base(store).make(request);
        String list = output("tar", "-tzf", store.blobPath(layer(store, image)).toString());
        assertTrue(list.contains("etc/ssl/certs/ca-certificates.crt\n"), list);
        assertTrue(list.contains("var/lib/dpkg/status.d/libssl3\n"), list);
        assertFalse(list.contains("usr/bin/dash\n") || list.contains("usr/bin/dpkg\n"), list);
        assertEquals(image.manifest().digest(), base(store).make(request).manifest().digest());
    }

    private DebianBase base(LocalStore store) throws IOException {
        return DebianBase.ofThisMachine(store, System.getenv(), BaseProgress.NONE);
    }

    private static void requireDebian() throws IOException {
        boolean here =
                HostApt.ofThisMachine().debianCodename().isPresent()
                        && Files.exists(Path.of("/usr/bin/apt-config"));
        Machine.require(here, "Debian with apt configured");
    }

    private static dev.cooper.oci.Digest layer(LocalStore store, BaseImage image)
            throws IOException {
        return ImageManifest.parse(store.read(image.manifest())).layers().getFirst().digest();
    }

    private Path unpack(LocalStore store, BaseImage image) throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path blob = store.blobPath(layer(store, image));
        output("tar", "-C", root.toString(), "--numeric-owner", "-xzpf", blob.toString());
        return root;
    }

    private static String output(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("LC_ALL", "C"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
