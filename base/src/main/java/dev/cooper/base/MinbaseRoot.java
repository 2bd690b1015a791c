package dev.cooper.base;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Sandbox;
import dev.cooper.linux.SandboxMount;
import dev.cooper.linux.SandboxNetwork;
import dev.cooper.linux.SandboxSpec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills a directory with a configured Debian, running the packages' scripts in a sandbox. */
final class MinbaseRoot {
    /** Where further packages are seen inside the image while they are installed. */
    private static final String PACKAGES = "/run/cooper-packages";

    /** As much of the package tools' output as an error message repeats. */
    private static final int LAST_LINES = 15;

    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String root;
    private final Sandbox sandbox;
    private final boolean ownersWork;
    private final long seconds;
    private final BaseProgress progress;

    /**
     * Makes the work.
     *
     * @param root an empty directory
     * @param sandbox runs the scripts
     * @param ownersWork whether files can be given to other users here
     * @param seconds the date of the image, in seconds since 1970
     * @param progress hears what the scripts print
     */
    MinbaseRoot(
            String root, Sandbox sandbox, boolean ownersWork, long seconds, BaseProgress progress) {
        this.root = root;
        this.sandbox = sandbox;
        this.ownersWork = ownersWork;
        this.seconds = seconds;
        this.progress = progress;
    }

    /** Writes the files of the first packages. */
    void unpack(PackageTree tree) throws IOException {
        try (Directory directory = Directory.open(root);
                RootWriter writer = new RootWriter(directory, ownersWork)) {
            tree.writeTo(writer);
            writer.finish();
        }
    }

    /**
     * Runs their scripts, and installs further packages.
     *
     * @param packages those that are unpacked
     * @param debs a directory with the files of further packages; empty for none
     * @param automatic the packages that apt may remove with those that need them
     */
    void configure(List<UnpackedPackage> packages, Optional<Path> debs, List<String> automatic)
            throws IOException, InterruptedException {
        List<SandboxMount> mounts = new ArrayList<>();
        mounts.add(new SandboxMount.Tmpfs("/var/lib/dpkg", 0, 0755));
        debs.ifPresent(path -> mounts.add(new SandboxMount.Bind(path.toString(), PACKAGES, true)));
        String script = ConfigureScript.of(packages, debs.isPresent() ? PACKAGES : "", automatic);
        try (Directory directory = Directory.open(root);
                Directory parent = directory.resolve("var/lib")) {
            parent.rename("dpkg", parent, "dpkg.disk");
            parent.mkdir("dpkg", 0755);
            run(script, mounts);
            parent.removeTree("dpkg");
            parent.rename("dpkg.disk", parent, "dpkg");
        }
    }

    private void run(String script, List<SandboxMount> mounts)
            throws IOException, InterruptedException {
        SandboxSpec spec =
                SandboxSpec.of(root, List.of("/bin/sh", "-c", script))
                        .withEnv(
                                List.of(
                                        PATH,
                                        "HOME=/root",
                                        "LC_ALL=C",
                                        "TERM=dumb",
                                        "DEBIAN_FRONTEND=noninteractive",
                                        "DEBCONF_NONINTERACTIVE_SEEN=true",
                                        "SOURCE_DATE_EPOCH=" + seconds))
                        .withHostname("localhost")
                        .withNetwork(SandboxNetwork.NONE)
                        .withMounts(mounts);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        OutputStream out = new Tee(progress, heard);
        int code = sandbox.run(spec, out, out);
        if (code != 0) {
            throw new IOException(
                    "configuring packages inside the image: the package tools ended with exit code "
                            + code
                            + "; their last output:\n"
                            + lastLines(heard.toString(StandardCharsets.UTF_8)));
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Hands output on and remembers it. */
    private static final class Tee extends OutputStream {
        private final BaseProgress progress;
        private final ByteArrayOutputStream heard;

        Tee(BaseProgress progress, ByteArrayOutputStream heard) {
            this.progress = progress;
            this.heard = heard;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            progress.output(bytes, offset, length);
            heard.write(bytes, offset, length);
        }
    }
}
