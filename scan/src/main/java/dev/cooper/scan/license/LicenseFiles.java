package dev.cooper.scan.license;

import dev.cooper.inventory.Candidate;
import dev.cooper.inventory.LayerFile;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.inventory.Overlay;
import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;
import dev.cooper.scan.finding.LicenseFinding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Looks for licences in the files of a directory or a layer that no package has brought. */
public final class LicenseFiles implements LayerObserver {
    /** Another number whenever something else is found in the same bytes. */
    private static final String VERSION = "1";

    private static final int LARGEST = 1 << 20;
    private static final int THOUSAND = 1000;

    /** Files of these names are licences, whatever their names end with. */
    private static final List<String> NAMES =
            List.of("license", "licence", "copying", "copyright", "notice", "unlicense", "eula");

    /** Files of these kinds may have one at their head. */
    private static final Set<String> KINDS =
            Set.of(
                    "asp",
                    "aspx",
                    "bas",
                    "bat",
                    "c",
                    "cc",
                    "cgi",
                    "cpp",
                    "cs",
                    "css",
                    "cue",
                    "go",
                    "h",
                    "hpp",
                    "html",
                    "ini",
                    "java",
                    "js",
                    "jsx",
                    "kt",
                    "markdown",
                    "md",
                    "mjs",
                    "php",
                    "pl",
                    "pm",
                    "py",
                    "r",
                    "rb",
                    "rs",
                    "scala",
                    "sh",
                    "sql",
                    "swift",
                    "ts",
                    "tsx",
                    "txt",
                    "vue",
                    "zsh");

    /** What packages bring has their own licence, which they tell. */
    private static final List<String> OF_PACKAGES =
            List.of(
                    "node_modules/",
                    "site-packages/",
                    "dist-packages/",
                    "usr/share/",
                    "usr/lib/",
                    "usr/include/",
                    "usr/local/go/",
                    "opt/yarn",
                    "etc/",
                    "var/lib/");

    private final double least;

    /**
     * @param least how sure a licence must be, from 0 to 1
     */
    public LicenseFiles(double least) {
        this.least = least;
    }

    @Override
    public String id() {
        return "license-files-" + VERSION + "-" + Math.round(least * THOUSAND);
    }

    @Override
    public boolean leavesOutOwned() {
        return true;
    }

    @Override
    public Observation begin() {
        return new Files(least);
    }

    /** Whether such a file is looked into. */
    static boolean isWanted(Candidate file) {
        String path = "/" + file.path();
        if (file.size() == 0
                || file.size() > LARGEST
                || OF_PACKAGES.stream().anyMatch(each -> path.contains("/" + each))) {
            return false;
        }
        String name = file.name().toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(name::startsWith)
                || KINDS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * What an observation has kept.
     *
     * @param layer the number of the layer, from 0; -1 for a directory
     * @param overlay what layers above hide is left out
     */
    public static List<LicenseFinding> decode(
            byte[] result, int layer, Overlay overlay, LicensePolicy policy) {
        PackedReader in = new PackedReader(ByteBuffer.wrap(result));
        List<LicenseFinding> findings = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            String path = in.text();
            boolean isThere = layer < 0 || !overlay.hides(path, layer);
            for (int each = in.number(); each > 0; each--) {
                String id = in.text();
                LicenseExpression license = LicenseExpression.parse(id);
                double confidence = in.number() / (double) THOUSAND;
                license.category(policy)
                        .filter(_ -> isThere)
                        .ifPresent(category ->
                                findings.add(
                                        new LicenseFinding(
                                                id,
                                                category.label(),
                                                category.severity(),
                                                "",
                                                path,
                                                false,
                                                confidence)));
            }
        }
        return findings;
    }

    /** What is found in one layer. */
    private static final class Files implements Observation {
        private final double least;
        private final Map<String, Map<String, Double>> found = new TreeMap<>();

        Files(double least) {
            this.least = least;
        }

        @Override
        public boolean wants(Candidate file) {
            return isWanted(file);
        }

        @Override
        public int most() {
            return LARGEST;
        }

        @Override
        public void read(LayerFile file) {
            String text = new String(file.bytes(), StandardCharsets.UTF_8);
            Map<String, Double> licenses = LicenseTexts.of(text, least);
            if (!licenses.isEmpty()) {
                found.put(file.path(), licenses);
            }
        }

        @Override
        public void forget(Predicate<String> paths) {
            found.keySet().removeIf(paths);
        }

        @Override
        public byte[] result() {
            PackedWriter out = new PackedWriter().number(found.size());
            found.forEach((path, licenses) -> {
                out.text(path).number(licenses.size());
                licenses.forEach(
                        (id, share) -> out.text(id).number((int) Math.round(share * THOUSAND)));
            });
            return out.bytes();
        }
    }
}
