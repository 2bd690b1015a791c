package dev.cooper.scan.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Each scheme against the implementation of its own ecosystem, on random pairs and real ones. */
class VersionOraclesIT {
    private static final int PAIRS = 100_000;

    /** Some of what is made up is no version; more than so many would be a weak test. */
    private static final int LEAST = 70_000;

    private static List<RandomVersions.Pair> pairs(VersionScheme scheme)
            throws IOException, InterruptedException {
        RandomVersions source = new RandomVersions();
        List<RandomVersions.Pair> pairs = new ArrayList<>(RealVersions.pairs(scheme));
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(source.pair(scheme));
        }
        return pairs;
    }

    /**
     * Asks a program, which reads pairs and prints -1, 0 or 1 for each, or a question mark for what
     * is no version.
     */
    private static void agrees(VersionScheme scheme, String... command)
            throws IOException, InterruptedException {
        List<RandomVersions.Pair> pairs = pairs(scheme);
        StringBuilder input = new StringBuilder();
        pairs.forEach(pair -> input.append(pair.one() + " " + pair.other() + "\n"));
        Processes.Result result =
                Processes.run(
                        new ProcessBuilder(command),
                        input.toString().getBytes(StandardCharsets.UTF_8),
                        Duration.ofMinutes(5));
        // rpm ends with an empty line.
        List<String> answers = result.ok().out().strip().lines().toList();
        assertEquals(pairs.size(), answers.size());
        int compared = 0;
        for (int i = 0; i < pairs.size(); i++) {
            if (!answers.get(i).equals("?")) {
                compared++;
                check(scheme, pairs.get(i), Integer.parseInt(answers.get(i)));
            }
        }
        assertTrue(compared >= LEAST, compared + " pairs were versions");
    }

    private static void check(VersionScheme scheme, RandomVersions.Pair pair, int expected) {
        int ours = Integer.signum(scheme.compare(pair.one(), pair.other()));
        assertEquals(expected, ours, () -> scheme + " " + pair);
        int turned = Integer.signum(scheme.compare(pair.other(), pair.one()));
        assertEquals(-expected, turned, () -> scheme + " turned " + pair);
    }

    @Test
    void debianAsDpkg() throws IOException, InterruptedException {
        Peers.require("perl");
        Peers.requireLibrary("libdpkg-perl");
        agrees(
                VersionScheme.DEB,
                "perl",
                "-MDpkg::Version",
                "-ne",
                """
                chomp; my ($a, $b) = split / /;
                my $x = Dpkg::Version->new($a); my $y = Dpkg::Version->new($b);
                print(($x->is_valid && $y->is_valid ? $x <=> $y : "?") . "\\n");
                """);
    }

    @Test
    void rpmAsRpm() throws IOException, InterruptedException {
        Peers.require("rpm");
        agrees(
                VersionScheme.RPM,
                "rpm",
                "--eval",
                "%{lua: for line in io.lines() do local a, b = line:match('^(%S+) (%S+)$')"
                        + " io.stdout:write(string.format('%d\\n', rpm.vercmp(a, b))) end}");
    }

    @Test
    void pythonAsPackaging() throws IOException, InterruptedException {
        Peers.requireLibrary("python3-packaging");
        agrees(
                VersionScheme.PYTHON,
                "/usr/bin/python3",
                "-c",
                """
                import sys
                from packaging.version import Version, InvalidVersion
                for line in sys.stdin:
                    try:
                        a, b = map(Version, line.split())
                        print((a > b) - (a < b))
                    except InvalidVersion:
                        print("?")
                """);
    }

    @Test
    void nodeAsNpm() throws IOException, InterruptedException {
        Peers.require("node");
        Peers.requireLibrary("node-semver");
        agrees(
                VersionScheme.SEMVER,
                "env",
                "NODE_PATH=/usr/share/nodejs",
                "node",
                "-e",
                """
                const semver = require('/usr/share/nodejs/semver');
                const lines = require('fs').readFileSync(0, 'utf8').trim().split('\\n');
                console.log(lines.map(line => {
                    const [a, b] = line.split(' ');
                    return semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : '?';
                }).join('\\n'));
                """);
    }

    @Test
    void rubyAsGem() throws IOException, InterruptedException {
        Peers.require("ruby");
        agrees(
                VersionScheme.GEM,
                "ruby",
                "-e",
                """
                STDIN.each_line do |line|
                  a, b = line.split
                  if Gem::Version.correct?(a) && Gem::Version.correct?(b)
                    puts Gem::Version.new(a) <=> Gem::Version.new(b)
                  else
                    puts "?"
                  end
                end
                """);
    }

    @Test
    void phpAsComposer() throws IOException, InterruptedException {
        Peers.require("php");
        Peers.requireLibrary("php-composer-semver");
        agrees(
                VersionScheme.COMPOSER,
                "php",
                "-r",
                """
                require '/usr/share/php/Composer/Semver/autoload.php';
                $parser = new Composer\\Semver\\VersionParser();
                while (($line = fgets(STDIN)) !== false) {
                    [$a, $b] = explode(' ', trim($line));
                    try {
                        echo version_compare($parser->normalize($a), $parser->normalize($b)), "\\n";
                    } catch (UnexpectedValueException $e) {
                        echo "?\\n";
                    }
                }
                """);
    }

    @Test
    void mavenAsMaven() throws IOException, InterruptedException {
        for (RandomVersions.Pair pair : pairs(VersionScheme.MAVEN)) {
            ComparableVersion one = new ComparableVersion(pair.one());
            int expected = one.compareTo(new ComparableVersion(pair.other()));
            check(VersionScheme.MAVEN, pair, Integer.signum(expected));
        }
    }
}
