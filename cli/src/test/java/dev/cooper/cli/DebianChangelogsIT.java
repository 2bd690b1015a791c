package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Checkout;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Debian of some 400 packages that is behind its security archive, scanned with a database made
 * from that archive's changelogs: the findings are those that dpkg's own Perl modules derive from
 * the changelogs that apt fetches.
 */
class DebianChangelogsIT {
    private static final String SUITE = "bookworm";
    private static final int PACKAGES = 400;
    private static final int FINDINGS = 500;

    @Test
    void findingsAreWhatTheChangelogsOfNewerPackagesSay() throws IOException, InterruptedException {
        Machine.requireRoot();
        Peers.requireLibrary("libdpkg-perl");
        Path script =
                Checkout.root().resolve("cli/src/test/resources/scan-behind-debian/status.sh");
        try (ScratchDirectory scratch = ScratchDirectory.create("behind-debian")) {
            Processes.run("apt-get", "update", "-qq");
            String status = Processes.run("sh", script.toString(), SUITE).out();
            long packages = status.lines().filter(line -> line.startsWith("Package: ")).count();
            // Another machine, or an archive that cannot be reached now.
            Assumptions.assumeTrue(packages > 0, "not run: needs the archive of Debian " + SUITE);
            assertTrue(packages >= PACKAGES, packages + " packages");
            Path file = scratch.directory("root/var/lib/dpkg").resolve("status");
            Files.writeString(file, status);
            Files.writeString(
                    scratch.directory("root/etc").resolve("os-release"),
                    "ID=debian\nVERSION_ID=\"12\"\n");
            SortedSet<String> expected = changelogs(scratch, file);
            SortedSet<String> found = scan(scratch, status);
            assertTrue(expected.size() >= FINDINGS, expected.size() + " findings");
            assertEquals(lines(expected), lines(found));
        }
    }

    private static SortedSet<String> changelogs(ScratchDirectory scratch, Path status)
            throws IOException, InterruptedException {
        Processes.Result said =
                Processes.run(
                        "/usr/bin/perl",
                        Checkout.root().resolve("bench/changelog-truth.pl").toString(),
                        scratch.directory("packages").toString(),
                        status.toString());
        Assumptions.assumeFalse(
                said.err().contains("cannot fetch"), "not run: needs the archive of Debian");
        return new TreeSet<>(said.ok().out().lines().toList());
    }

    private static SortedSet<String> scan(ScratchDirectory scratch, String status)
            throws IOException, InterruptedException {
        CooperCommand cooper = CooperCommand.at(scratch.resolve("home")).in(scratch.path());
        Files.writeString(scratch.resolve("sources"), sources(status));
        cooper.run("db", "build", "-q", "--only", "@sources", "mirror=debian:" + SUITE).ok();
        Files.writeString(scratch.resolve("Dockerfile"), "FROM scratch\nCOPY root /\n");
        cooper.run("build", "-q", "-t", "behind:1", ".").ok();
        List<String> words = List.of("--scanners", "vuln", "--format", "json", "behind:1");
        Path report = scratch.resolve("report.json");
        Files.writeString(report, cooper.run(both(List.of("scan", "image"), words)).ok().out());
        return new TreeSet<>(
                Processes.run(
                                Peers.require("python3").toString(),
                                Checkout.root().resolve("bench/source-findings.py").toString(),
                                report.toString())
                        .ok()
                        .out()
                        .lines()
                        .toList());
    }

    /** All that may be a source package's name; the database is asked for no other. */
    private static String sources(String status) {
        return status.lines()
                .filter(line -> line.startsWith("Package: ") || line.startsWith("Source: "))
                .map(line -> line.split(" ", 3)[1])
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static List<String> both(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static String lines(SortedSet<String> set) {
        return String.join("\n", set);
    }
}
