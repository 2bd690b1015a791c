package dev.cooper.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;

import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class DebianBaseTest {
    private static final String SUITE = "testing-suite";
    private static TestKey key;

    @TempDir Path directory;
    private TestArchive archive;
    private Path keyring;
    private Instant now = TestArchive.DATE.plusSeconds(60);

    @BeforeAll
    static void makeKey() throws Exception {
        key = TestKey.make(TestArchive.DATE.minus(Duration.ofDays(30)), 0);
    }

    @BeforeEach
    void makeArchive() throws Exception {
        archive = new TestArchive(key);
        keyring = directory.resolve("keyring.gpg");
        Files.write(keyring, key.keyring());
        archive.add(
                "base-files",
                "12",
                "Essential: yes\nPriority: required\n",
                file("./etc/debian_version"));
        archive.add("dash", "1", "Essential: yes\nPriority: required\n", file("./bin/dash"));
        archive.add("libone", "1.0", "", file("./lib/libone.so"));
        archive.add(
                "libone",
                "1.1",
                "Provides: virtual-one (= 7)\n",
                file("./lib/libone.so"),
                TarEntry.hardLink("./lib/also.so", "./lib/libone.so"));
        archive.add(
                "tool",
                "2",
                "Depends: libone (>= 1.1), virtual-one (>= 5), dash, debconf (>= 0.5) |"
                        + " debconf-2.0\n",
                file("./usr/bin/tool"),
                file("./usr/share/man/man1/tool.1"),
                file("./usr/share/doc/tool/copyright"),
                file("./usr/share/doc/tool/changelog"));
        archive.add("enemy", "1", "Conflicts: tool\n", file("./usr/bin/enemy"));
        archive.publish(SUITE);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void makesTheClosureWithoutHelpersAndDocumentation() throws Exception {
        BaseImage image = make(request("tool"));
        assertEquals(List.of("base-files 12", "libone 1.1", "tool 2"), image.packages());
        List<String> paths = paths(image);
        assertTrue(paths.contains("usr/lib/libone.so"), paths.toString());
        assertTrue(paths.contains("lib"), "the link of the merged /usr");
        assertTrue(paths.contains("usr/share/doc/tool/copyright"));
        assertTrue(paths.contains("var/lib/dpkg/status.d/tool"));
        assertFalse(paths.contains("usr/share/doc/tool/changelog"));
        assertFalse(paths.contains("usr/share/man/man1/tool.1"));
        assertFalse(paths.contains("usr/bin/dash"));
        assertEquals(paths.stream().sorted().toList(), paths);
    }

    @Test
    void keepsAHelperThatIsNamed() throws Exception {
        assertTrue(paths(make(request("dash"))).contains("usr/bin/dash"));
    }

    @Test
    void makesTheSameDigestFromTheSamePackages() throws Exception {
        BaseImage first = make(request("tool"));
        now = now.plusSeconds(86_400);
        BaseImage second =
                new DebianBase(store("other"), host(), Map.of(), now, BaseProgress.NONE)
                        .make(request("tool"));
        assertEquals(first.manifest().digest(), second.manifest().digest());
    }

    @Test
    void takesPackagesFromTheStoreTheSecondTime() throws Exception {
        make(request("tool"));
        archive.requests.clear();
        make(request("tool"));
        assertTrue(
                archive.requests.stream().noneMatch(path -> path.endsWith(".deb")),
                archive.requests.toString());
    }

    @Test
    void worksFromTheStoreWhenTheArchiveIsAway() throws Exception {
        BaseImage first = make(request("tool"));
        BaseRequest request = request("tool");
        archive.close();
        assertEquals(first.manifest().digest(), make(request).manifest().digest());
    }

    @Test
    void refusesATamperedIndex() {
        String path = "/debian/dists/" + SUITE + "/InRelease";
        String text = new String(archive.files.get(path), StandardCharsets.UTF_8);
        archive.files.put(
                path,
                text.replace("Origin: Debian", "Origin: Mallory").getBytes(StandardCharsets.UTF_8));
        assertMessage(IOException.class, "the text or its signature was changed");
    }

    @Test
    void refusesTextAroundTheSignedPart() {
        String path = "/debian/dists/" + SUITE + "/InRelease";
        String text = new String(archive.files.get(path), StandardCharsets.UTF_8);
        archive.files.put(path, ("Origin: Mallory\n\n" + text).getBytes(StandardCharsets.UTF_8));
        assertMessage(IOException.class, "does not begin with");
        archive.files.put(path, (text + "Origin: Mallory\n").getBytes(StandardCharsets.UTF_8));
        assertMessage(IOException.class, "text follows its signature");
        archive.files.put(
                path, text.substring(0, text.length() - 200).getBytes(StandardCharsets.UTF_8));
        assertMessage(IOException.class, "verifying");
    }

    @Test
    void refusesAKeyThatIsNotInTheKeyring() throws Exception {
        TestKey other = TestKey.make(TestArchive.DATE.minusSeconds(60), 0);
        Files.write(keyring, other.keyring());
        assertMessage(IOException.class, "the key is not in the keyring");
    }

    @Test
    void refusesAnExpiredKey() throws Exception {
        TestKey old = TestKey.make(TestArchive.DATE.minus(Duration.ofDays(2)), 86_400);
        Files.write(keyring, old.keyring());
        publish(old.clearSigned(archive.release(SUITE, ""), TestArchive.DATE));
        assertMessage(IOException.class, "is expired");
    }

    @Test
    void refusesAHashThatCanBeForged() throws Exception {
        publish(
                key.clearSigned(
                        archive.release(SUITE, ""), TestArchive.DATE, HashAlgorithmTags.SHA1));
        assertMessage(IOException.class, "a hash that can be forged");
    }

    @Test
    void refusesAnIndexPastItsDateUnlessAptIsToldNotTo() throws Exception {
        String until = "Valid-Until: " + TestArchive.date(TestArchive.DATE.plusSeconds(30)) + "\n";
        publish(key.clearSigned(archive.release(SUITE, until), TestArchive.DATE));
        assertMessage(IOException.class, "expired at");
        HostApt lenient =
                new HostApt(
                        directory,
                        List.of(),
                        Map.of("Acquire::Check-Valid-Until", "false"),
                        Map.of());
        new DebianBase(store("lenient"), lenient, Map.of(), now, BaseProgress.NONE)
                .make(request("tool"));
    }

    @Test
    void refusesTheIndexOfAnotherSuite() throws Exception {
        publish(key.clearSigned(archive.release("elsewhere", ""), TestArchive.DATE));
        assertMessage(IOException.class, "sent the index of elsewhere");
    }

    @Test
    void verifiesADetachedSignature() throws Exception {
        String base = "/debian/dists/" + SUITE + "/";
        byte[] release = archive.release(SUITE, "").getBytes(StandardCharsets.UTF_8);
        archive.files.remove(base + "InRelease");
        archive.files.put(base + "Release", release);
        assertMessage(IOException.class, "is not signed");
        archive.files.put(base + "Release.gpg", key.detached(release, TestArchive.DATE));
        make(request("tool"));
    }

    @Test
    void refusesAPackageWithAnotherDigest() {
        archive.files.computeIfPresent(
                "/debian/pool/tool_2.deb",
                (path, content) -> {
                    byte[] changed = content.clone();
                    changed[changed.length - 20] ^= 1;
                    return changed;
                });
        assertMessage(IOException.class, "digest mismatch");
    }

    @Test
    void goesOnWhereATransferStopped() throws Exception {
        byte[] deb = archive.files.get("/debian/pool/tool_2.deb");
        String hex = dev.cooper.oci.Digest.sha256(deb).hex();
        Path downloads = directory.resolve("home/cooper/downloads/sha256");
        Files.createDirectories(downloads);
        Files.write(downloads.resolve(hex + ".part"), java.util.Arrays.copyOf(deb, 100));
        make(request("tool"));
        assertTrue(Files.exists(downloads.resolve(hex)));
        Files.write(downloads.resolve(hex), "damaged".getBytes(StandardCharsets.UTF_8));
        make(request("tool"));
        assertEquals(deb.length, Files.size(downloads.resolve(hex)));
    }

    @Test
    void namesWhatIsWrong() {
        assertTrue(message(request("tol")).contains("did you mean tool"), message(request("tol")));
        assertTrue(
                message(request("tool").withSuite("nowhere")).contains("has no suite \"nowhere\""));
        assertTrue(message(request("tool", "enemy")).contains("enemy 1 conflicts with tool 2"));
        assertTrue(
                message(request("tool").withPlatform(Platform.parse("linux/arm64")))
                        .contains("no packages for arm64"));
        assertTrue(message(request("tool=9")).contains("has no version 9"));
    }

    private void publish(byte[] file) {
        archive.files.put("/debian/dists/" + SUITE + "/InRelease", file);
    }

    private BaseRequest request(String... include) {
        return BaseRequest.of(Variant.DISTROLESS)
                .withPlatform(Platform.parse("linux/amd64"))
                .withSuite(SUITE)
                .withInclude(List.of(include))
                .withMirrors(List.of(archive.address()))
                .withKeyring(keyring);
    }

    private BaseImage make(BaseRequest request) throws IOException, InterruptedException {
        return new DebianBase(store("home"), host(), Map.of(), now, BaseProgress.NONE)
                .make(request);
    }

    private LocalStore store(String name) throws IOException {
        return LocalStore.open(directory.resolve(name));
    }

    private HostApt host() {
        return new HostApt(directory, List.of(), Map.of(), Map.of());
    }

    private void assertMessage(Class<? extends Exception> type, String part) {
        Exception thrown = assertThrows(type, () -> make(request("tool")));
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown.getMessage());
    }

    private String message(BaseRequest request) {
        return String.valueOf(
                assertThrows(SyntaxException.class, () -> make(request)).getMessage());
    }

    private List<String> paths(BaseImage image) throws IOException {
        LocalStore store = store("home");
        var manifest = dev.cooper.oci.ImageManifest.parse(store.read(image.manifest()));
        List<String> paths = new ArrayList<>();
        try (TarReader tar =
                new TarReader(
                        Compression.decompressAny(store.open(manifest.layers().getFirst())),
                        TarLimits.DEFAULT)) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                paths.add(entry.path());
            }
        }
        return paths;
    }

    private static TarEntry file(String path) {
        return TarEntry.file(path, 0).withMtime(1_700_000_000, 0);
    }
}
