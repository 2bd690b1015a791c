package dev.cooper.registry.gate;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.storage.Referrers;
import dev.cooper.registry.storage.StoredManifest;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images of a repository of this registry with what hangs on them, read without asking for any
 * rights. What the name in question stands for is settled, whatever others do to its tag meanwhile.
 */
final class StoredAttachments implements Attachments {
    /** As much as clients read of a document. */
    private static final int MOST = 32 << 20;

    private static final int PAGE = 1000;
    private static final int MOST_REFERRERS = 10_000;

    private final Content content;
    private final Reference asked;
    private final Optional<StoredManifest> settled;

    /**
     * Makes the home of an image.
     *
     * @param asked its complete name
     * @param settled what the name stands for; empty to look it up
     */
    StoredAttachments(Content content, Reference asked, Optional<StoredManifest> settled) {
        this.content = content;
        this.asked = asked;
        this.settled = settled;
    }

    static Descriptor descriptor(StoredManifest manifest) {
        return Descriptor.of(
                manifest.mediaType(), Digest.parse(manifest.digest()), manifest.content().length);
    }

    @Override
    public Reference name() {
        return asked.withoutTagAndDigest();
    }

    @Override
    public Optional<Descriptor> resolve(Reference image) throws IOException {
        return find(image).map(StoredAttachments::descriptor);
    }

    private Optional<StoredManifest> find(Reference image) throws IOException {
        if (settled.isPresent() && image.equals(asked)) {
            return settled;
        }
        String repository = image.repository();
        return image.digest().isPresent()
                ? content.manifests().byDigest(repository, image.digest().get())
                : content.manifests().byTag(repository, image.tag().orElse("latest"));
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        Digest digest = descriptor.digest();
        Optional<StoredManifest> manifest =
                content.manifests().byDigest(asked.repository(), digest);
        byte[] bytes = manifest.isPresent() ? manifest.get().content() : blob(digest);
        Digest.Algorithm algorithm = digest.algorithm();
        if (!Digest.of(algorithm, algorithm.newMessageDigest().digest(bytes)).equals(digest)) {
            throw new IOException(digest + ": its bytes in the storage are others");
        }
        return bytes;
    }

    private byte[] blob(Digest digest) throws IOException {
        try (InputStream in = content.open(asked.repository(), digest)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new IOException(digest + ": too large to be a document");
            }
            return bytes;
        }
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        List<Descriptor> all = new ArrayList<>();
        String last = "";
        while (all.size() < MOST_REFERRERS) {
            List<Referrers.Entry> page =
                    content.referrers()
                            .list(asked.repository(), subject, Optional.empty(), last, PAGE);
            if (!page.isEmpty()) {
                all.addAll(ImageIndex.parse(Referrers.toIndex(page)).manifests());
                last = page.getLast().digest();
            }
            if (page.size() < PAGE) {
                return all;
            }
        }
        throw new IOException(subject + ": more than " + MOST_REFERRERS + " manifests refer to it");
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) throws IOException {
        Reference tag = tag(subject, suffix);
        Optional<StoredManifest> found = find(tag);
        try {
            return found.map(manifest -> ImageManifest.parse(manifest.content()));
        } catch (SyntaxException e) {
            throw new IOException("reading " + tag.familiar() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        throw new IOException("nothing is attached to what policies look at");
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        throw new IOException("nothing is attached to what policies look at");
    }
}
