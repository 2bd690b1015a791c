package dev.cooper.scan.misconfiguration;

import dev.cooper.inventory.Candidate;
import dev.cooper.inventory.DamagedFileException;
import dev.cooper.inventory.LayerFile;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.inventory.Overlay;
import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Checks the Dockerfiles and Kubernetes manifests among the files of a directory or a layer. */
public final class ConfigurationObserver implements LayerObserver {
    /** Another number whenever something else is found in the same bytes. */
    private static final String VERSION = "2";

    private static final int LARGEST = 3 << 20;

    private final SecretObserver secrets;

    /**
     * @param secrets finds secrets in the files
     */
    public ConfigurationObserver(SecretObserver secrets) {
        this.secrets = secrets;
    }

    @Override
    public String id() {
        return "misconfiguration-" + VERSION + "-" + secrets.id();
    }

    @Override
    public Observation begin() {
        // What is kept holds on every day: which comments still count is decided when it is read.
        return new Files(
                new DockerfileChecks(secrets, LocalDate.MIN),
                new KubernetesChecks(secrets, LocalDate.MIN));
    }

    /**
     * What an observation has kept, by file.
     *
     * @param layer the number of the layer, from 0; -1 for a directory
     * @param overlay what layers above hide is left out
     * @param today decides which comments in the files still count
     */
    public static List<Checked> decode(byte[] result, int layer, Overlay overlay, LocalDate today) {
        PackedReader in = new PackedReader(ByteBuffer.wrap(result));
        List<Checked> all = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            String type = in.text();
            String path = in.text();
            int successes = in.number();
            List<MisconfigurationFinding> findings = findings(in, type, path, layer);
            List<MisconfigurationFinding> ignored = findings(in, type, path, layer);
            List<LocalDate> until = in.texts().stream().map(LocalDate::parse).toList();
            if (layer < 0 || !overlay.hides(path, layer)) {
                Checked kept =
                        new Checked(type, path, successes, findings, ignored, until, List.of());
                all.add(kept.on(today));
            }
        }
        return all;
    }

    private static List<MisconfigurationFinding> findings(
            PackedReader in, String type, String path, int layer) {
        List<MisconfigurationFinding> findings = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            Check check = Check.of(in.text());
            findings.add(
                    check.finding(
                            type, path, in.text(), in.number(), in.number(), in.texts(), layer));
        }
        return findings;
    }

    private static void write(List<MisconfigurationFinding> findings, PackedWriter out) {
        out.number(findings.size());
        for (MisconfigurationFinding each : findings) {
            out.text(each.id()).text(each.message());
            out.number(each.startLine()).number(each.endLine()).texts(each.code());
        }
    }

    /** What is found in one layer. */
    private static final class Files implements Observation {
        private final DockerfileChecks dockerfiles;
        private final KubernetesChecks manifests;
        private final List<Checked> checked = new ArrayList<>();

        Files(DockerfileChecks dockerfiles, KubernetesChecks manifests) {
            this.dockerfiles = dockerfiles;
            this.manifests = manifests;
        }

        @Override
        public boolean wants(Candidate file) {
            return file.size() > 0
                    && file.size() <= LARGEST
                    && (DockerfileChecks.isDockerfile(file.name())
                            || KubernetesChecks.isManifest(file.name()));
        }

        @Override
        public int most() {
            return LARGEST;
        }

        @Override
        public void read(LayerFile file) throws IOException {
            try {
                if (DockerfileChecks.isDockerfile(file.name())) {
                    checked.add(dockerfiles.check(file.path(), file.bytes()));
                } else {
                    manifests.check(file.path(), file.bytes()).ifPresent(checked::add);
                }
            } catch (SyntaxException e) {
                if (!isTemplate(file)) {
                    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                    throw new DamagedFileException("it cannot be checked (" + why + ")");
                }
            }
        }

        /** Whether something else makes the manifest from it, so that it need not be YAML yet. */
        private static boolean isTemplate(LayerFile file) {
            return KubernetesChecks.isManifest(file.name())
                    && new String(file.bytes(), StandardCharsets.UTF_8).contains("{{");
        }

        @Override
        public byte[] result() {
            PackedWriter out = new PackedWriter().number(checked.size());
            for (Checked each : checked) {
                out.text(each.type()).text(each.path()).number(each.successes());
                write(each.findings(), out);
                write(each.ignored(), out);
                out.texts(each.until().stream().map(LocalDate::toString).toList());
            }
            return out.bytes();
        }
    }
}
