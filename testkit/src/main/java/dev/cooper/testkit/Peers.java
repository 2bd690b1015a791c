package dev.cooper.testkit;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Other programs that tests compare Cooper with or hand its output to. As root on Debian a missing
 * one is installed from the distribution; otherwise the test that wants it is aborted by name.
 */
public final class Peers {
    /** Program to the Debian packages that bring it and what it needs to run. */
    private static final Map<String, List<String>> PACKAGES =
            Map.ofEntries(
                    Map.entry("buildah", List.of("buildah", "runc")),
                    Map.entry("skopeo", List.of("skopeo")),
                    Map.entry("umoci", List.of("umoci")),
                    Map.entry("podman", List.of("podman", "runc")),
                    Map.entry("runc", List.of("runc")),
                    Map.entry("crun", List.of("crun")),
                    Map.entry("docker", List.of("docker.io")),
                    Map.entry("dockerd", List.of("docker.io")),
                    Map.entry("containerd", List.of("containerd")),
                    Map.entry("ctr", List.of("containerd")),
                    Map.entry("docker-registry", List.of("docker-registry")),
                    Map.entry("promtool", List.of("prometheus")),
                    Map.entry("notary", List.of("notary")),
                    Map.entry("notary-server", List.of("notary")),
                    Map.entry("busybox", List.of("busybox-static")),
                    Map.entry("debootstrap", List.of("debootstrap")),
                    Map.entry("fuse-overlayfs", List.of("fuse-overlayfs")),
                    Map.entry("newuidmap", List.of("uidmap")),
                    Map.entry("gpgv", List.of("gpgv")),
                    Map.entry("gpg", List.of("gpg", "gpg-agent")),
                    Map.entry("zstd", List.of("zstd")),
                    Map.entry("xz", List.of("xz-utils")),
                    Map.entry("bzip2", List.of("bzip2")),
                    Map.entry("gzip", List.of("gzip")),
                    Map.entry("tar", List.of("tar")),
                    Map.entry("cpio", List.of("cpio")),
                    Map.entry("getfattr", List.of("attr")),
                    Map.entry("setfattr", List.of("attr")),
                    Map.entry("strace", List.of("strace")),
                    Map.entry("setcap", List.of("libcap2-bin")),
                    Map.entry("mkfs.ext4", List.of("e2fsprogs")),
                    Map.entry("ssh-agent", List.of("openssh-client")),
                    Map.entry("time", List.of("time")),
                    Map.entry("perl", List.of("perl")),
                    Map.entry("openssl", List.of("openssl")),
                    Map.entry("softhsm2-util", List.of("softhsm2")),
                    Map.entry("pkcs11-tool", List.of("opensc")),
                    Map.entry("rpm", List.of("rpm")),
                    Map.entry("rpmbuild", List.of("rpm")),
                    Map.entry("dpkg-query", List.of("dpkg")),
                    Map.entry("python3", List.of("python3")),
                    Map.entry("node", List.of("nodejs")),
                    Map.entry("npm", List.of("npm")),
                    Map.entry("ruby", List.of("ruby")),
                    Map.entry("php", List.of("php-cli")));

    /** Debian packages that are no programs, and a file that each has. */
    private static final Map<String, Path> LIBRARIES =
            Map.of(
                    "libdpkg-perl", Path.of("/usr/share/perl5/Dpkg/Version.pm"),
                    "python3-packaging",
                            Path.of("/usr/lib/python3/dist-packages/packaging/version.py"),
                    "node-semver", Path.of("/usr/share/nodejs/semver/package.json"),
                    "php-composer-semver", Path.of("/usr/share/php/Composer/Semver/autoload.php"));

    private static final List<String> EXTRA_PLACES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    /** Programs that only newer suites of Debian have, and which suite. */
    private static final Map<String, String> NEWER =
            Map.of(
                    "crane",
                    "sid",
                    "oras",
                    "trixie",
                    "gitleaks",
                    "sid",
                    "cosign",
                    "sid",
                    "notation",
                    "sid");

    private Peers() {}

    /**
     * Returns the path of a program of a newer Debian than this machine's, fetched into the build's
     * directory; otherwise aborts the test with "not run: needs NAME". It never fails the test:
     * what those suites hold changes from day to day.
     *
     * @throws IllegalArgumentException when the program is not in the list of known peers
     */
    public static Path requireNewer(String name) throws IOException, InterruptedException {
        String suite = NEWER.get(name);
        if (suite == null) {
            throw new IllegalArgumentException("unknown peer " + name + ": add it to Peers");
        }
        Optional<Path> found = find(name);
        if (found.isEmpty() && Machine.isRoot() && Machine.isDebian()) {
            found = new NewerPackages(Checkout.shared("newer-peers")).bring(suite, name);
        }
        Assumptions.assumeTrue(found.isPresent(), "not run: needs " + name);
        return found.orElseThrow();
    }

    /**
     * Returns the path of a program of one suite of Debian, whatever this machine has installed,
     * where it matters which version it is; otherwise aborts the test as {@link #requireNewer}
     * does.
     *
     * @param suite such as {@code trixie}
     * @param name of the package and of its program
     */
    public static Path requireOf(String suite, String name)
            throws IOException, InterruptedException {
        return requireOf(suite, name, name);
    }

    /**
     * Does the same for a program of a package that has another name.
     *
     * @param name of the package
     */
    public static Path requireOf(String suite, String name, String program)
            throws IOException, InterruptedException {
        Optional<Path> found =
                Machine.isRoot() && Machine.isDebian()
                        ? new NewerPackages(Checkout.shared("newer-peers"))
                                .bring(suite, name, program)
                        : Optional.empty();
        Assumptions.assumeTrue(found.isPresent(), "not run: needs " + program + " of " + suite);
        return found.orElseThrow();
    }

    /**
     * Returns the path of a program, installed when that is possible; otherwise aborts the test
     * with "not run: needs NAME" (fails it where {@code CI=true} and root promise everything).
     *
     * @throws IllegalArgumentException when the program is not in the list of known peers
     */
    public static Path require(String name) {
        if (!PACKAGES.containsKey(name)) {
            throw new IllegalArgumentException("unknown peer " + name + ": add it to Peers");
        }
        Optional<Path> found = findOrInstall(name);
        Machine.require(found.isPresent(), name);
        return found.orElseThrow();
    }

    /**
     * Sees that a Debian package is there that brings no program but what programs load, installed
     * when that is possible; otherwise aborts or fails the test as {@link #require} does.
     *
     * @param name of the package
     * @throws IllegalArgumentException when it is not in the list of known ones
     */
    public static void requireLibrary(String name) {
        Path file = LIBRARIES.get(name);
        if (file == null) {
            throw new IllegalArgumentException("unknown library " + name + ": add it to Peers");
        }
        if (!Files.exists(file) && Machine.isRoot() && Machine.isDebian()) {
            install(List.of(name));
        }
        Machine.require(Files.exists(file), name);
    }

    /** The path of a known program, installed when it is missing and that is possible. */
    static Optional<Path> findOrInstall(String name) {
        Optional<Path> found = find(name);
        if (found.isEmpty() && Machine.isRoot() && Machine.isDebian()) {
            install(PACKAGES.getOrDefault(name, List.of()));
            found = find(name);
        }
        return found;
    }

    /** The path of a program that is installed now; looks in the PATH and the usual places. */
    public static Optional<Path> find(String name) {
        return places(name).stream()
                .map(place -> Path.of(place, name))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    private static List<String> places(String name) {
        List<String> places = new ArrayList<>();
        if (name.equals("docker")) {
            // A newer client in /usr/local cannot drive the BuildKit inside Debian's daemon.
            places.add("/usr/bin");
        }
        places.addAll(List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)));
        places.addAll(EXTRA_PLACES);
        places.removeIf(String::isEmpty);
        return places;
    }

    private static synchronized void install(List<String> packages) {
        try {
            new PackageInstaller(Checkout.shared("peers")).install(packages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
