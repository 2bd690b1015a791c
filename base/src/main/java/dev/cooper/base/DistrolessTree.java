package dev.cooper.base;

import dev.cooper.archive.TarEntry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;

/**
 * Adds to the files of some packages what makes them an image without running anything: users, the
 * bundle of certificates, name lookup, and the records of the packages.
 */
final class DistrolessTree {
    /** The packages of every distroless image, as those of others of this kind. */
    static final List<String> MINIMUM =
            List.of("base-files", "ca-certificates", "netbase", "tzdata");

    /** The account without rights that images of this kind offer. */
    static final int NONROOT = 65532;

    private static final String DOC = "usr/share/doc/";

    private static final List<String> DROPPED =
            List.of(
                    "usr/share/man/",
                    "usr/share/info/",
                    "usr/share/locale/",
                    "usr/share/lintian/",
                    "usr/share/linda/",
                    "usr/share/bug/",
                    "usr/share/doc-base/",
                    "usr/share/gtk-doc/",
                    "usr/share/groff/",
                    "usr/share/menu/");

    private static final String PASSWD =
            """
            root:x:0:0:root:/root:/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
            nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
            """;

    private static final String GROUP =
            """
            root:x:0:
            tty:x:5:
            staff:x:50:
            nobody:x:65534:
            nonroot:x:65532:
            """;

    private static final String NSSWITCH =
            """
            passwd:         files
            group:          files
            shadow:         files
            hosts:          files dns
            networks:       files
            protocols:      files
            services:       files
            """;

    private final PackageTree tree;
    private final long seconds;

    /**
     * Makes the additions.
     *
     * @param tree the files of the packages
     * @param seconds the time of modification of what is added
     */
    DistrolessTree(PackageTree tree, long seconds) {
        this.tree = tree;
        this.seconds = seconds;
    }

    /** Returns whether a file of a package is part of such an image: documentation is not. */
    static boolean keeps(TarEntry entry) {
        String path = entry.path();
        for (String dropped : DROPPED) {
            if (path.startsWith(dropped) || dropped.equals(path + "/")) {
                return false;
            }
        }
        if (!path.startsWith(DOC)) {
            return true;
        }
        String below = path.substring(DOC.length());
        int slash = below.indexOf('/');
        if (slash < 0) {
            return true; // a package's directory, or the link to another's
        }
        return below.startsWith("copyright", slash + 1);
    }

    /** Adds everything. */
    void complete() throws IOException {
        file("etc/passwd", PASSWD);
        file("etc/group", GROUP);
        if (!tree.has("etc/nsswitch.conf")) {
            file("etc/nsswitch.conf", NSSWITCH);
        }
        directory("root", 0700, 0);
        directory("home/nonroot", 0700, NONROOT);
        directory("tmp", 01777, 0);
        directory("var/tmp", 01777, 0);
        link("var/run", "/run");
        link("var/lock", "/run/lock");
        directory("run/lock", 01777, 0);
        certificates();
        for (UnpackedPackage unpacked : tree.packages()) {
            record(unpacked);
        }
        tree.complete(seconds);
    }

    private void certificates() throws IOException {
        List<String> files =
                tree.filesBelow("usr/share/ca-certificates").stream()
                        .filter(path -> path.endsWith(".crt"))
                        .toList();
        if (files.isEmpty()) {
            return;
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (String path : files) {
            byte[] certificate = tree.read(path);
            if (certificate != null && certificate.length > 0) {
                bundle.writeBytes(certificate);
                if (certificate[certificate.length - 1] != '\n') {
                    bundle.write('\n');
                }
            }
        }
        tree.put(entry("etc/ssl/certs/ca-certificates.crt"), bundle.toByteArray());
    }

    private void record(UnpackedPackage unpacked) throws IOException {
        SortedMap<String, byte[]> control = unpacked.control();
        String path = "var/lib/dpkg/status.d/" + unpacked.origin().name();
        byte[] text = control.get("control");
        if (text == null) {
            throw new IOException("damaged package " + unpacked.origin() + ": no control file");
        }
        tree.put(entry(path), text);
        byte[] sums = control.get("md5sums");
        if (sums != null) {
            tree.put(entry(path + ".md5sums"), sums);
        }
    }

    private void file(String path, String text) throws IOException {
        tree.put(entry(path), text.getBytes(StandardCharsets.UTF_8));
    }

    private TarEntry entry(String path) {
        return TarEntry.file(path, 0).withMtime(seconds, 0);
    }

    private void directory(String path, int mode, int owner) {
        tree.put(
                TarEntry.directory(path)
                        .withMode(mode)
                        .withOwner(owner, owner)
                        .withMtime(seconds, 0));
    }

    private void link(String path, String target) {
        if (!tree.has(path)) {
            tree.put(TarEntry.symlink(path, target).withMtime(seconds, 0));
        }
    }
}
