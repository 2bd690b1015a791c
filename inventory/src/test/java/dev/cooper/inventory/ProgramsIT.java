package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Real programs of the distribution: each package is downloaded and unpacked, and what is found in
 * it is compared with the version that the package has.
 */
class ProgramsIT {
    /** Package to product. Those with a number in their name are of Debian 12. */
    private static final Map<String, String> PACKAGES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("apache2-bin", "httpd"),
                            Map.entry("bash", "bash"),
                            Map.entry("busybox", "busybox"),
                            Map.entry("curl", "curl"),
                            Map.entry("elixir", "elixir"),
                            Map.entry("ffmpeg", "ffmpeg"),
                            Map.entry("gawk", "gawk"),
                            Map.entry("haproxy", "haproxy"),
                            Map.entry("jq", "jq"),
                            Map.entry("libavutil57", "ffmpeg"),
                            Map.entry("libcurl4", "curl"),
                            Map.entry("libnode108", "node"),
                            Map.entry("libpython3.11", "python"),
                            Map.entry("libruby3.1", "ruby"),
                            Map.entry("libsqlite3-0", "sqlite"),
                            Map.entry("libssl3", "openssl"),
                            Map.entry("lighttpd", "lighttpd"),
                            Map.entry("mariadb-server-core", "mariadb"),
                            Map.entry("memcached", "memcached"),
                            Map.entry("nginx", "nginx"),
                            Map.entry("openssl", "openssl"),
                            Map.entry("perl-base", "perl"),
                            Map.entry("php8.2-cli", "php"),
                            Map.entry("postgresql-15", "postgresql"),
                            Map.entry("python3.11-minimal", "python"),
                            Map.entry("redis-tools", "redis"),
                            Map.entry("varnish", "varnish"),
                            Map.entry("wordpress", "wordpress"),
                            Map.entry("xz-utils", "xz"),
                            Map.entry("zstd", "zstd")));

    private static final int LEAST = 10;

    @Test
    void realProgramsHaveTheVersionOfTheirPackages() throws Exception {
        Machine.require(Files.isExecutable(Path.of("/usr/bin/apt-get")), "apt-get");
        Map<String, String> wanted = new LinkedHashMap<>();
        Map<String, String> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> each : PACKAGES.entrySet()) {
            try (ScratchDirectory directory = ScratchDirectory.create("programs")) {
                String version = download(each.getKey(), directory.path());
                if (version.isEmpty()) {
                    missing.add(each.getKey());
                } else {
                    wanted.put(each.getKey(), each.getValue() + " " + version);
                    found.put(each.getKey(), String.join(", ", programs(directory.path())));
                }
            }
        }
        Machine.require(wanted.size() >= LEAST, "packages of Debian 12; not to be had: " + missing);
        assertEquals(wanted, found);
        assertTrue(found.size() >= LEAST);
    }

    /** Unpacks a package; returns its upstream version, empty when there is no such package. */
    private static String download(String name, Path directory)
            throws IOException, InterruptedException {
        ProcessBuilder apt = new ProcessBuilder("apt-get", "download", "-qq", name);
        apt.directory(directory.toFile());
        Processes.run(apt, new byte[0], Duration.ofMinutes(5));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String text = String.valueOf(file.getFileName());
                if (text.endsWith(".deb")) {
                    Processes.run("dpkg-deb", "-x", file.toString(), directory + "/root");
                    Files.delete(file);
                    return text.split("_", -1)[1]
                            .replaceFirst("^\\d+%3a", "")
                            .replaceFirst("[-+~].*|\\.dfsg.*", "");
                }
            }
        }
        return "";
    }

    private static TreeSet<String> programs(Path directory) throws IOException {
        Findings findings = new Findings();
        ProgramCataloger cataloger = new ProgramCataloger();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                String path = directory.relativize(file).toString();
                Candidate candidate =
                        new Candidate(
                                path,
                                String.valueOf(file.getFileName()),
                                Files.size(file),
                                Files.isExecutable(file));
                if (cataloger.wants(candidate)) {
                    cataloger.read(new LayerFile(path, Files.readAllBytes(file)), findings);
                }
            }
        }
        TreeSet<String> programs = new TreeSet<>();
        findings.packages().forEach(each -> programs.add(each.name() + " " + each.version()));
        return programs;
    }
}
