package dev.cooper.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class AptSettingsTest {
    private static final String DEB822 =
            """
            # the release
            Types: deb deb-src
            URIs: http://mirror.example.org/debian/
            Suites: bookworm bookworm-updates
            Components: main contrib
            signed-by: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://mirror.example.org/security
            Suites: bookworm-security
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            Check-Valid-Until: no

            Types: deb
            Enabled: no
            URIs: http://off.example.org/debian
            Suites: bookworm
            Components: main
            """;

    @TempDir Path root;

    @Test
    void readsBothStylesOfSources() throws IOException {
        List<AptSource> list =
                AptSource.parseList(
                        "deb [arch=amd64 signed-by=/a.gpg,/b.gpg] http://x.example.org/d s main c #"
                                + " note\n"
                                + "deb-src http://x.example.org/d s main\n\n",
                        "sources.list");
        assertEquals(1, list.size());
        assertEquals("/a.gpg /b.gpg", list.getFirst().signedBy());
        assertEquals(List.of("main", "c"), list.getFirst().components());
        assertThrows(SyntaxException.class, () -> AptSource.parseList("rpm x y\n", "f"));
        assertEquals(2, AptSource.parseStanzas(DEB822.getBytes(), "debian.sources").size());
    }

    @Test
    void usesReleaseUpdatesAndSecurityOfTheHost() throws IOException {
        SuiteSelection selection = new SuiteSelection(host());
        assertEquals("bookworm", selection.defaultSuite());
        List<SuiteSource> own = selection.select("bookworm", List.of());
        assertEquals(
                List.of(
                        "http://mirror.example.org/debian bookworm",
                        "http://mirror.example.org/debian bookworm-updates",
                        "http://mirror.example.org/security bookworm-security"),
                own.stream().map(SuiteSource::toString).toList());
        assertTrue(own.get(1).checkValidUntil());
        assertEquals(false, own.get(2).checkValidUntil());
    }

    @Test
    void asksTheHostsArchivesForAnotherRelease() throws IOException {
        List<SuiteSource> other = new SuiteSelection(host()).select("trixie", List.of());
        assertEquals("http://mirror.example.org/security trixie-security", other.get(2).toString());
        assertEquals(
                List.of(false, true, true), other.stream().map(SuiteSource::optional).toList());
        assertEquals(1, new SuiteSelection(host()).select("sid", List.of()).size());
    }

    @Test
    void needsAMirrorWithoutApt() {
        HostApt bare = new HostApt(root, List.of(), Map.of(), Map.of());
        SyntaxException thrown =
                assertThrows(
                        SyntaxException.class,
                        () -> new SuiteSelection(bare).select("bookworm", List.of()));
        assertTrue(String.valueOf(thrown.getMessage()).contains("--mirror"));
        assertThrows(
                SyntaxException.class,
                () -> new SuiteSelection(bare).select("bookworm", List.of("mirror.example.org")));
    }

    @Test
    void choosesProxiesAsAptDoes() {
        Map<String, String> settings =
                HostApt.parseConfig(
                        "Acquire \"\";\nAcquire::http::Proxy \"http://proxy.example.org:3128\";\n"
                                + "Acquire::http::Proxy::direct.example.org \"DIRECT\";\n");
        Proxies proxies =
                new Proxies(
                        settings,
                        Map.of("https_proxy", "http://tls.example.org:1", "no_proxy", ".local"));
        assertEquals(
                URI.create("http://proxy.example.org:3128"),
                proxies.proxy(URI.create("http://a.example.org/x")));
        assertNull(proxies.proxy(URI.create("http://direct.example.org/x")));
        assertEquals(
                URI.create("http://tls.example.org:1"),
                proxies.proxy(URI.create("https://a.example.org/x")));
        assertNull(proxies.proxy(URI.create("https://a.local/x")));
    }

    private HostApt host() throws IOException {
        Path etc = Files.createDirectories(root.resolve("etc/apt/sources.list.d"));
        Files.writeString(etc.resolve("debian.sources"), DEB822);
        Files.writeString(
                etc.resolve("a.list"), "deb http://third.example.org/apt bookworm main\n");
        Files.writeString(
                root.resolve("etc/os-release"), "ID=debian\nVERSION_CODENAME=\"bookworm\"\n");
        return HostApt.read(root, Map.of());
    }
}
