package dev.cooper.base;

import org.bouncycastle.crypto.digests.MD5Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes dpkg's records of packages that are unpacked but not configured, as dpkg itself leaves
 * them, so that {@code dpkg --configure} can take over. Configuration files are in place already,
 * with their checksums on record: dpkg then takes them for its own.
 */
final class DpkgDatabase {
    private static final String ROOT = "var/lib/dpkg/";

    /** Control files that dpkg keeps under other names or not at all. */
    private static final String CONTROL = "control";

    private final PackageTree tree;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final SortedMap<String, StringBuilder> triggers = new TreeMap<>();
    private final StringBuilder status = new StringBuilder();

    /**
     * Makes the records.
     *
     * @param tree holds the packages
     */
    DpkgDatabase(PackageTree tree) {
        this.tree = tree;
    }

    /** Returns the records: contents by path. */
    Map<String, byte[]> files() throws IOException {
        for (UnpackedPackage unpacked : tree.packages()) {
            add(unpacked);
        }
        put("status", status.toString());
        put("available", "");
        put("diversions", "");
        put("statoverride", "");
        put("info/format", "1\n");
        triggers.forEach((name, text) -> put("triggers/" + name, text.toString()));
        return files;
    }

    /** Returns the name under which dpkg keeps the files of a package. */
    static String infoName(UnpackedPackage unpacked) throws IOException {
        Map<String, String> fields = unpacked.fields();
        String name = unpacked.origin().name();
        return "same".equals(fields.get("Multi-Arch"))
                ? name + ":" + unpacked.origin().architecture()
                : name;
    }

    private void add(UnpackedPackage unpacked) throws IOException {
        String prefix = "info/" + infoName(unpacked) + ".";
        put(prefix + "list", String.join("\n", unpacked.paths()) + "\n");
        unpacked.control()
                .forEach((name, content) -> {
                    if (!name.equals(CONTROL)) {
                        files.put(ROOT + prefix + name, content);
                    }
                });
        addStatus(unpacked);
        addTriggers(unpacked);
    }

    private void addStatus(UnpackedPackage unpacked) throws IOException {
        Map<String, String> fields = unpacked.fields();
        status.append("Package: ").append(unpacked.origin().name()).append('\n');
        status.append("Status: install ok unpacked\n");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!field.getKey().equals("Package")) {
                String value = field.getValue().replace("\n", "\n ");
                status.append(field.getKey())
                        .append(value.startsWith("\n") ? ":" : ": ")
                        .append(value)
                        .append('\n');
            }
        }
        StringBuilder conffiles = new StringBuilder();
        for (String path : unpacked.lines("conffiles")) {
            byte[] content = path.startsWith("/") ? tree.read(path.substring(1)) : null;
            if (content != null) {
                conffiles.append(' ').append(path).append(' ').append(md5(content)).append('\n');
            }
        }
        if (!conffiles.isEmpty()) {
            status.append("Conffiles:\n").append(conffiles);
        }
        status.append('\n');
    }

    private void addTriggers(UnpackedPackage unpacked) throws IOException {
        String name = infoName(unpacked);
        for (String line : unpacked.lines("triggers")) {
            List<String> words = AptSource.words(line);
            if (words.size() != 2 || !words.get(0).startsWith("interest")) {
                continue;
            }
            String owner = words.get(0).equals("interest-noawait") ? name + "/noawait" : name;
            String trigger = words.get(1);
            boolean file = trigger.startsWith("/");
            triggers.computeIfAbsent(file ? "File" : trigger, key -> new StringBuilder())
                    .append(file ? trigger + " " : "")
                    .append(owner)
                    .append('\n');
        }
    }

    private void put(String path, String text) {
        files.put(ROOT + path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** dpkg's records use MD5, as a checksum against accidents only. */
    private static String md5(byte[] content) {
        MD5Digest digest = new MD5Digest();
        digest.update(content, 0, content.length);
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return HexFormat.of().formatHex(sum);
    }
}
