package dev.cooper.base;

import dev.cooper.archive.TarEntry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds to the files of the first packages what they need before any of their programs runs: dpkg's
 * records, the sources for apt, and the few files that Debian's installers make.
 */
final class MinbaseTree {
    private static final List<String> IMAGE_KEYRINGS =
            List.of(
                    "usr/share/keyrings/debian-archive-keyring.gpg",
                    "usr/share/keyrings/debian-archive-keyring.pgp");

    private static final String OWN_KEYRING = "etc/apt/keyrings/cooper-base.gpg";

    private final PackageTree tree;
    private final long seconds;

    /**
     * Makes the additions.
     *
     * @param tree the files of the packages
     * @param seconds the time of modification of what is added
     */
    MinbaseTree(PackageTree tree, long seconds) {
        this.tree = tree;
        this.seconds = seconds;
    }

    /** Adds everything. */
    void complete(List<OpenSuite> suites) throws IOException {
        for (Map.Entry<String, byte[]> file : new DpkgDatabase(tree).files().entrySet()) {
            boolean script =
                    file.getKey().endsWith("inst")
                            || file.getKey().endsWith("rm")
                            || file.getKey().endsWith(".config");
            tree.put(entry(file.getKey()).withMode(script ? 0755 : 0644), file.getValue());
        }
        if (!tree.has("etc/fstab")) {
            put("etc/fstab", "# UNCONFIGURED FSTAB FOR BASE SYSTEM\n");
        }
        if (!tree.has("etc/localtime")) {
            tree.put(
                    TarEntry.symlink("etc/localtime", "/usr/share/zoneinfo/UTC")
                            .withMtime(seconds, 0));
        }
        put("etc/apt/sources.list.d/debian.sources", sources(suites));
        tree.complete(seconds);
    }

    private String sources(List<OpenSuite> suites) throws IOException {
        String keyring = keyring(suites);
        StringBuilder text = new StringBuilder();
        Set<String> archives = new LinkedHashSet<>();
        suites.forEach(suite -> archives.add(suite.source().archive()));
        for (String archive : archives) {
            List<OpenSuite> own =
                    suites.stream().filter(s -> s.source().archive().equals(archive)).toList();
            List<String> names = own.stream().map(s -> s.source().suite()).toList();
            text.append(text.isEmpty() ? "" : "\n")
                    .append("Types: deb\nURIs: ")
                    .append(archive)
                    .append("\nSuites: ")
                    .append(String.join(" ", names))
                    .append("\nComponents: ")
                    .append(String.join(" ", own.getFirst().source().components()))
                    .append("\nSigned-By: /")
                    .append(keyring)
                    .append('\n');
            if (own.stream().anyMatch(OpenSuite::expired)) {
                text.append("Check-Valid-Until: no\n");
            }
        }
        return text.toString();
    }

    /**
     * The image's own keyring when it is enough, else the one that the indexes were verified with.
     */
    private String keyring(List<OpenSuite> suites) throws IOException {
        for (String path : IMAGE_KEYRINGS) {
            byte[] content = tree.read(path);
            if (content != null && Keyring.parse(content, path).holdsKeysOf(suites)) {
                return path;
            }
        }
        List<Keyring> used = new ArrayList<>();
        for (OpenSuite suite : suites) {
            if (!used.contains(suite.keyring())) {
                used.add(suite.keyring());
            }
        }
        tree.put(entry(OWN_KEYRING), Keyring.join(used).content());
        return OWN_KEYRING;
    }

    private void put(String path, String text) throws IOException {
        tree.put(entry(path), text.getBytes(StandardCharsets.UTF_8));
    }

    private TarEntry entry(String path) {
        return TarEntry.file(path, 0).withMtime(seconds, 0);
    }
}
