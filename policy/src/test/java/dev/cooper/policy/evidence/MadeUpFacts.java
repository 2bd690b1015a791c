package dev.cooper.policy.evidence;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.scan.finding.Finding;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts for tests: what is signed is told by the references of keys, or the subjects. */
public final class MadeUpFacts implements Facts {
    public static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private final Reference name;
    private ContainerConfig config = ContainerConfig.EMPTY;
    private Optional<Dockerfile> dockerfile = Optional.empty();
    private final Map<String, Check> signers = new HashMap<>();
    private final List<Stated> stated = new ArrayList<>();
    private String broken = "";
    private int asked;
    private Cluster cluster = Cluster.NONE;

    public MadeUpFacts(String name) {
        this.name = Reference.parse(name).withDefaultTag();
    }

    public MadeUpFacts user(String user) {
        config = config.withUser(user);
        return this;
    }

    public MadeUpFacts config(ContainerConfig other) {
        config = other;
        return this;
    }

    public MadeUpFacts dockerfile(String text) {
        dockerfile =
                Optional.of(Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Whose signature comes out so. */
    public MadeUpFacts signed(String who, Check check) {
        signers.put(who, check);
        return this;
    }

    public MadeUpFacts signed(String who) {
        return signed(who, Check.passed("signature", "it is of the key"));
    }

    public MadeUpFacts stated(String type, Object predicate, Check check) {
        Statement statement = new Statement(Statement.V1, List.of(), type, predicate);
        stated.add(new Stated("sha256:0", statement, check));
        return this;
    }

    /** Nothing can be read. */
    public MadeUpFacts broken(String why) {
        broken = why;
        return this;
    }

    /** How often signatures were asked for. */
    public int asked() {
        return asked;
    }

    public Request request() {
        return Request.of(Gate.CHECK, name.familiar(), NOW);
    }

    private void check() throws IOException {
        if (!broken.isEmpty()) {
            throw new IOException(broken);
        }
    }

    @Override
    public Reference name() {
        return name;
    }

    @Override
    public Descriptor image() throws IOException {
        check();
        return Descriptor.of(
                MediaTypes.OCI_MANIFEST, name.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ImageManifest manifest() throws IOException {
        return ImageManifest.of(image(), List.of(image()));
    }

    @Override
    public ImageConfig config() throws IOException {
        check();
        return ImageConfig.empty(Platform.of("linux", "amd64"))
                .withConfig(config)
                .withCreated(Optional.of(NOW.minusSeconds(7200)));
    }

    @Override
    public Optional<Dockerfile> dockerfile() {
        return dockerfile;
    }

    @Override
    public ImageInventory inventory() throws IOException {
        check();
        return new ImageInventory(Distribution.UNKNOWN, List.of(), List.of());
    }

    @Override
    public List<Finding> findings() throws IOException {
        throw new IOException("there is no advisory database");
    }

    private static List<String> names(Attestor attestor) {
        return switch (attestor.credential()) {
            case Attestor.Key key -> List.of(key.reference().strip());
            case Attestor.Keyless keyless ->
                    keyless.identities().stream().map(Identity::subject).toList();
            case Attestor.Certificate certificate -> List.of(certificate.certificate());
            case Attestor.Notation notation -> List.of(notation.certificates());
        };
    }

    @Override
    public List<Signed> signatures(Attestor attestor) throws IOException {
        check();
        asked++;
        List<Signed> all = new ArrayList<>();
        for (String each : names(attestor)) {
            if (signers.containsKey(each)) {
                all.add(new Signed("sha256:0", signers.get(each)));
            }
        }
        if (all.isEmpty() && !signers.isEmpty()) {
            all.add(new Signed("sha256:0", Check.failed("signature", "it is not of the key")));
        }
        return all;
    }

    @Override
    public List<Stated> attestations(Attestor attestor, String type) throws IOException {
        check();
        return stated.stream()
                .filter(each -> each.statement().predicateType().equals(type))
                .toList();
    }

    /** What stands in the cluster, by path. */
    public MadeUpFacts cluster(Map<String, Object> objects) {
        cluster = path -> Optional.ofNullable(objects.get(path));
        return this;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Facts of(Reference other) {
        return new MadeUpFacts(other.toString());
    }
}
