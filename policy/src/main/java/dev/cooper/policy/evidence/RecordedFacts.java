package dev.cooper.policy.evidence;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.finding.Finding;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts that remember what came out of every signature and statement that was asked for. */
public final class RecordedFacts implements Facts {
    private final Facts facts;
    private final Map<String, Check> asked = new LinkedHashMap<>();

    /** Remembers nothing yet. */
    public RecordedFacts(Facts facts) {
        this.facts = facts;
    }

    /** Returns what was asked for, in order. */
    public List<Check> asked() {
        return List.copyOf(asked.values());
    }

    private interface Ask<T> {
        List<T> ask() throws IOException;
    }

    private interface Shown<T> {
        Check of(T one);
    }

    private <T> List<T> record(String name, String none, Ask<T> ask, Shown<T> shown)
            throws IOException {
        try {
            List<T> found = ask.ask();
            List<Check> each = new ArrayList<>();
            found.forEach(one -> each.add(shown.of(one)));
            asked.put(name, each.isEmpty() ? Check.failed(name, none) : Check.any(name, each));
            return found;
        } catch (IOException | SyntaxException e) {
            asked.put(name, Check.notChecked(name, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    @Override
    public List<Signed> signatures(Attestor attestor) throws IOException {
        return record(
                "signature of " + attestor.who(),
                "the image is not signed",
                () -> facts.signatures(attestor),
                one -> Check.all(one.stored(), List.of(one.check())));
    }

    @Override
    public List<Stated> attestations(Attestor attestor, String type) throws IOException {
        return record(
                type + " of " + attestor.who(),
                "there is no such statement",
                () -> facts.attestations(attestor, type),
                one -> Check.all(one.stored(), List.of(one.check())));
    }

    @Override
    public Reference name() {
        return facts.name();
    }

    @Override
    public Descriptor image() throws IOException {
        return facts.image();
    }

    @Override
    public ImageManifest manifest() throws IOException {
        return facts.manifest();
    }

    @Override
    public ImageConfig config() throws IOException {
        return facts.config();
    }

    @Override
    public Optional<Dockerfile> dockerfile() {
        return facts.dockerfile();
    }

    @Override
    public ImageInventory inventory() throws IOException {
        return facts.inventory();
    }

    @Override
    public List<Finding> findings() throws IOException {
        return facts.findings();
    }

    @Override
    public Cluster cluster() {
        return facts.cluster();
    }

    @Override
    public Facts of(Reference other) throws IOException {
        return facts.of(other);
    }
}
