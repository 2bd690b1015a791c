package dev.cooper.scan.secret;

import dev.cooper.inventory.Candidate;
import dev.cooper.inventory.LayerFile;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.inventory.Overlay;
import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.SecretFinding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds the secrets in every file of a layer, also in those that a layer above hides. */
public final class SecretObserver implements LayerObserver {
    /** Another number whenever something else is found by the same rules. */
    private static final String VERSION = "2";

    private static final int SHORTEST = 10;

    private final SecretRules rules;

    /** An observer that finds secrets by some rules. */
    public SecretObserver(SecretRules rules) {
        this.rules = rules;
    }

    @Override
    public String id() {
        return "secret-" + VERSION + "-" + rules.id();
    }

    @Override
    public boolean leavesOutOwned() {
        return true;
    }

    @Override
    public Observation begin() {
        return new LayerSecrets(rules);
    }

    /**
     * The secrets that an observation has kept.
     *
     * @param layer the number of the layer, from 0; -1 for a directory
     * @param isHidden whether a layer above hides a path of this one
     */
    public static List<SecretFinding> decode(byte[] result, int layer, Predicate<String> isHidden) {
        PackedReader in = new PackedReader(ByteBuffer.wrap(result));
        List<SecretFinding> findings = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            findings.add(read(in, layer, isHidden));
        }
        return findings;
    }

    /**
     * The secrets that an observation of a layer or a directory has kept, without those in files
     * that a package of the system has brought: whoever wants them downloads the package. Its
     * configuration in {@code etc} is no longer what it was, and counts.
     *
     * @param layer the number of the layer, from 0; -1 for a directory
     */
    public static List<SecretFinding> decode(byte[] result, int layer, Overlay overlay) {
        List<SecretFinding> found =
                decode(result, layer, path -> layer >= 0 && overlay.hides(path, layer));
        found.removeIf(each -> !each.path().startsWith("etc/") && overlay.owns(each.path()));
        return found;
    }

    /**
     * The secrets in a text that is no file of a layer, such as an image's configuration.
     *
     * @param path how reports call it
     * @throws dev.cooper.inventory.DamagedFileException when there are too many
     */
    public List<SecretFinding> find(String path, byte[] content) throws IOException {
        List<SecretFinding> found = new ArrayList<>();
        new FileScan(rules).scan(path, new ByteArrayInputStream(content), found);
        return found;
    }

    /**
     * A copy of a text with stars in place of its secrets.
     *
     * @param found takes what is found
     * @throws dev.cooper.inventory.DamagedFileException when there are too many
     */
    public byte[] mask(String path, byte[] content, List<SecretFinding> found) throws IOException {
        byte[] masked = content.clone();
        FileScan scan = new FileScan(rules);
        scan.starOut(masked);
        scan.scan(path, new ByteArrayInputStream(content), found);
        return masked;
    }

    private static SecretFinding read(PackedReader in, int layer, Predicate<String> isHidden) {
        String id = in.text();
        String category = in.text();
        String title = in.text();
        Severity severity = Severity.valueOf(in.text());
        String path = in.text();
        int startLine = in.number();
        int endLine = in.number();
        String match = in.text();
        List<String> context = in.texts();
        int contextStart = in.number();
        return new SecretFinding(
                id,
                category,
                title,
                severity,
                path,
                startLine,
                endLine,
                match,
                context,
                contextStart,
                layer,
                isHidden.test(path));
    }

    /** What is found in one layer. */
    private static final class LayerSecrets implements Observation {
        private final SecretRules rules;
        private final FileScan scan;
        private final List<SecretFinding> found = new ArrayList<>();

        LayerSecrets(SecretRules rules) {
            this.rules = rules;
            this.scan = new FileScan(rules);
        }

        @Override
        public boolean wants(Candidate file) {
            if (rules.allowsFile(file.path())) {
                return false;
            }
            rules.paths().stream()
                    .filter(rule -> rule.isFor(file.path()))
                    .forEach(rule -> found.add(ofPath(rule, file.path())));
            return file.size() >= SHORTEST;
        }

        private static SecretFinding ofPath(SecretRule rule, String path) {
            return new SecretFinding(
                    rule.id(),
                    rule.category(),
                    rule.title(),
                    rule.severity(),
                    path,
                    1,
                    1,
                    "the file's path says so",
                    List.of(),
                    1,
                    -1,
                    false);
        }

        @Override
        public void read(LayerFile file) throws IOException {
            scan.scan(file.path(), file.stream(), found);
        }

        @Override
        public boolean streams() {
            return true;
        }

        @Override
        public void read(String path, InputStream content) throws IOException {
            scan.scan(path, content, found);
        }

        @Override
        public void forget(Predicate<String> paths) {
            found.removeIf(each -> paths.test(each.path()));
        }

        @Override
        public byte[] result() {
            PackedWriter out = new PackedWriter().number(found.size());
            for (SecretFinding each : found) {
                out.text(each.id()).text(each.category()).text(each.title());
                out.text(each.severity().name()).text(each.path());
                out.number(each.startLine()).number(each.endLine()).text(each.match());
                out.texts(each.context()).number(each.contextStart());
            }
            return out.bytes();
        }
    }
}
