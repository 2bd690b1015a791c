package dev.cooper.policy.evidence;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.finding.Finding;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of an image in a registry or another place with what hangs on it. */
public final class ImageFacts implements Facts {
    private final Reference name;
    private final Means means;
    private final Lazy<Attachments> home;
    private final Lazy<Descriptor> image;
    private final Lazy<ImageManifest> manifest;
    private final Lazy<ImageConfig> config;
    private final Lazy<ImageInventory> inventory;
    private final Lazy<List<Finding>> findings;
    private final Map<Attestor, Lazy<List<Signed>>> signatures = new HashMap<>();
    private final Map<Map.Entry<Attestor, String>, Lazy<List<Stated>>> attestations =
            new HashMap<>();

    /** Looks nothing up yet. */
    public ImageFacts(Reference name, Means means) {
        this.name = name.withDefaultTag();
        this.means = means;
        this.home = new Lazy<>(() -> new RememberedAttachments(means.home(this.name)));
        this.image = new Lazy<>(this::findImage);
        this.manifest = new Lazy<>(this::findManifest);
        this.config = new Lazy<>(this::findConfig);
        this.inventory = new Lazy<>(() -> means.inventory(this.name));
        this.findings = new Lazy<>(() -> means.findings(this.name));
    }

    private Descriptor findImage() throws IOException {
        return home.get()
                .resolve(name)
                .orElseThrow(() -> new IOException("there is no image " + name.familiar()));
    }

    private ImageManifest findManifest() throws IOException {
        Descriptor found = image.get();
        try {
            if (MediaTypes.isIndex(found.mediaType())) {
                ImageIndex index = ImageIndex.parse(home.get().read(found), found);
                found = index.select(means.platform()).orElseThrow(this::noPlatform);
            }
            return ImageManifest.parse(home.get().read(found), found);
        } catch (SyntaxException e) {
            throw new IOException(name.familiar() + ": " + e.getMessage(), e);
        }
    }

    private IOException noPlatform() {
        return new IOException(
                name.familiar() + ": there is no image for " + means.platform() + " in the index");
    }

    private ImageConfig findConfig() throws IOException {
        try {
            return ImageConfig.parse(home.get().read(manifest.get().config()));
        } catch (SyntaxException e) {
            throw new IOException(name.familiar() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Reference name() {
        return name;
    }

    @Override
    public Descriptor image() throws IOException {
        return image.get();
    }

    @Override
    public ImageManifest manifest() throws IOException {
        return manifest.get();
    }

    @Override
    public ImageConfig config() throws IOException {
        return config.get();
    }

    @Override
    public Optional<Dockerfile> dockerfile() {
        return means.dockerfile(name);
    }

    @Override
    public ImageInventory inventory() throws IOException {
        return inventory.get();
    }

    @Override
    public List<Finding> findings() throws IOException {
        return findings.get();
    }

    @Override
    public List<Signed> signatures(Attestor attestor) throws IOException {
        Lazy<List<Signed>> found;
        synchronized (signatures) {
            found =
                    signatures.computeIfAbsent(
                            attestor, one -> new Lazy<>(() -> findSignatures(one)));
        }
        return found.get();
    }

    private List<Signed> findSignatures(Attestor attestor) throws IOException {
        Optional<SignatureSource> source = source(attestor);
        return source.isPresent()
                ? source.get().signatures(homeOf(attestor), image.get(), attestor)
                : List.of(new Signed("", nobodyLooks(attestor)));
    }

    private static Check nobodyLooks(Attestor attestor) {
        return Check.notChecked(
                "signature", "signatures of " + attestor.who() + " are not verified");
    }

    private Optional<SignatureSource> source(Attestor attestor) {
        return means.signatures().stream()
                .filter(each -> each.knows(attestor.credential()))
                .findFirst();
    }

    private Attachments homeOf(Attestor attestor) throws IOException {
        return attestor.repository().isEmpty()
                ? home.get()
                : means.home(Reference.parse(attestor.repository()));
    }

    @Override
    public List<Stated> attestations(Attestor attestor, String type) throws IOException {
        Lazy<List<Stated>> found;
        synchronized (attestations) {
            found =
                    attestations.computeIfAbsent(
                            Map.entry(attestor, type),
                            one -> new Lazy<>(() -> findAttestations(attestor, type)));
        }
        return found.get();
    }

    private List<Stated> findAttestations(Attestor attestor, String type) throws IOException {
        Optional<SignatureSource> source = source(attestor);
        if (source.isEmpty()) {
            throw new IOException("statements of " + attestor.who() + " are not verified");
        }
        return source.get().attestations(homeOf(attestor), image.get(), attestor, type);
    }

    @Override
    public Cluster cluster() {
        return means.cluster();
    }

    @Override
    public Facts of(Reference other) {
        return new ImageFacts(other, means);
    }
}
