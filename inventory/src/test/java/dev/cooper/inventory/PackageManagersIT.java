package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is found equals what package managers list of their own databases. */
class PackageManagersIT {
    private static final String SPEC =
            """
            Name: demo
            Version: 1.0~rc1
            Release: 3
            Epoch: 2
            Summary: Demo
            License: MIT and GPLv2+
            Vendor: Example
            BuildArch: noarch
            Requires: demo-libs, /usr/bin/tool
            Provides: virtual = 1
            %description
            Demo.
            %package libs
            Summary: Libraries
            Requires: virtual
            %description libs
            Libraries.
            %package -n other
            Summary: Of another version
            Version: 7
            %description -n other
            Other.
            %install
            mkdir -p %{buildroot}/usr/bin
            echo x > %{buildroot}/usr/bin/tool
            %files
            %files libs
            /usr/bin/tool
            %files -n other
            """;

    @TempDir Path directory;

    private static String run(Path where, String... command)
            throws IOException, InterruptedException {
        return Processes.run(
                        new ProcessBuilder(command).directory(where.toFile()),
                        new byte[0],
                        Duration.ofMinutes(2))
                .ok()
                .out();
    }

    private ImageInventory inventory(Path root) throws IOException {
        return new Inventories(directory.resolve("cache"))
                .inspectDirectory(root, DirectoryOptions.INSTALLED, List.of())
                .inventory();
    }

    private static List<String> facts(ImageInventory inventory) {
        return inventory.packages().stream()
                .map(ImageInventory.LayeredPackage::found)
                .map(each ->
                        String.join(
                                " ",
                                each.name(),
                                each.version(),
                                each.architecture(),
                                each.sourceName(),
                                each.sourceVersion()))
                .sorted()
                .toList();
    }

    @Test
    void whatDpkgHasInstalledIsWhatDpkgQueryLists() throws Exception {
        Path query = Peers.require("dpkg-query");
        String format =
                "${db:Status-Abbrev}${Package} ${Version} ${Architecture} ${source:Package}"
                        + " ${source:Version}\n";
        // The machine's own packages, or there would be nothing worth a comparison.
        Path database = Path.of("/var/lib/dpkg/status");
        Path copy = directory.resolve("root").resolve(database.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(database, copy);
        String admin = "--admindir=" + copy.getParent();
        List<String> listed =
                run(directory, query.toString(), admin, "-W", "-f", format)
                        .lines()
                        .filter(line -> line.startsWith("ii "))
                        .map(line -> line.substring("ii ".length()))
                        .sorted()
                        .toList();
        assertFalse(listed.isEmpty());
        assertEquals(listed, facts(inventory(directory.resolve("root"))));
    }

    @Test
    void whatRpmHasInstalledIsWhatRpmLists() throws Exception {
        String rpm = Peers.require("rpm").toString();
        Files.writeString(directory.resolve("demo.spec"), SPEC);
        String top = "_topdir " + directory.resolve("top");
        run(directory, Peers.require("rpmbuild").toString(), "-bb", "--define", top, "demo.spec");
        Path root = directory.resolve("root");
        Path database = Files.createDirectories(root.resolve("usr/lib/sysimage/rpm"));
        List<String> install = new ArrayList<>(List.of(rpm, "--dbpath", database.toString()));
        install.addAll(List.of("-i", "--justdb", "--nodeps", "--force-debian"));
        try (Stream<Path> files = Files.walk(directory.resolve("top/RPMS"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".rpm")).forEach(install::add);
        }
        run(directory, install.toArray(String[]::new));
        String format =
                "%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH} demo 1.0~rc1-3\n";
        List<String> listed =
                run(directory, rpm, "--dbpath", database.toString(), "-qa", "--qf", format)
                        .lines()
                        .sorted()
                        .toList();
        assertEquals(3, listed.size());
        ImageInventory found = inventory(root);
        assertEquals(listed, facts(found));
        List<String> names = found.packages().stream().map(each -> each.found().name()).toList();
        List<List<Integer>> needed = Dependencies.of(found.packages());
        assertEquals(List.of(names.indexOf("demo-libs")), needed.get(names.indexOf("demo")));
        assertEquals(List.of(names.indexOf("demo")), needed.get(names.indexOf("demo-libs")));
    }
}
