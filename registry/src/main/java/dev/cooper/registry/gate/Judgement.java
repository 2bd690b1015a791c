package dev.cooper.registry.gate;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.GateMeans;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.policy.evidence.ListedFacts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.registry.storage.StoredManifest;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What policies say of one manifest. An index is given out when one of its images may be; each is
 * looked at when it is asked for. Who vouches for an index vouches for the images in it.
 */
final class Judgement {
    private static final int MOST_LISTED = 100;
    private static final int MOST_INDEXES = 20;
    private static final int MOST_DEPTH = 3;

    private final Reference name;
    private final StoredManifest manifest;
    private final Content content;
    private final PolicySource.Trusted trusted;
    private final InstantSource clock;
    private final GateMeans means;

    /**
     * Decides nothing yet.
     *
     * @param name what was asked for
     * @param manifest what it stands for
     */
    Judgement(
            Reference name,
            StoredManifest manifest,
            Content content,
            PolicySource.Trusted trusted,
            InstantSource clock) {
        this.name = name;
        this.manifest = manifest;
        this.content = content;
        this.trusted = trusted;
        this.clock = clock;
        this.means =
                new GateMeans(this::home, Platform.host(), Optional.empty(), trusted.signatures());
    }

    private Attachments home(Reference wanted) throws IOException {
        if (!wanted.registry().equals(name.registry())) {
            throw new IOException(
                    wanted.familiarName()
                            + " is in another registry, and the gate looks into this one only");
        }
        Optional<StoredManifest> settled =
                wanted.equals(name) ? Optional.of(manifest) : Optional.empty();
        return new StoredAttachments(content, wanted, settled);
    }

    Decision decide() throws IOException {
        return switch (Kind.of(manifest, name.repository(), content)) {
            case ARTIFACT -> Decision.ALLOWED;
            case IMAGE -> image();
            case INDEX -> index();
        };
    }

    private Facts facts(Reference image) {
        return new ImageFacts(image, means);
    }

    private Facts facts(Digest digest) {
        return facts(name.withoutTagAndDigest().withDigest(digest));
    }

    private Decision ask(Facts facts) {
        Request request = Request.of(Gate.PULL, name.familiar(), clock.instant());
        return trusted.policies().decide(facts, request);
    }

    private Decision image() throws IOException {
        Facts facts = facts(name);
        Decision alone = ask(facts);
        if (alone.allows()) {
            return alone;
        }
        for (Digest index : indexes(Digest.parse(manifest.digest()))) {
            Decision listed = ask(new ListedFacts(facts(index), facts));
            if (listed.allows()) {
                return listed;
            }
        }
        return alone;
    }

    /** The indexes that list an image, also as part of another index. */
    private List<Digest> indexes(Digest image) throws IOException {
        List<Digest> all = new ArrayList<>(List.of(image));
        for (int at = 0; at < all.size() && all.size() <= MOST_INDEXES; at++) {
            for (StoredManifest index :
                    content.manifests().indexesOf(name.repository(), all.get(at), MOST_INDEXES)) {
                Digest found = Digest.parse(index.digest());
                if (!all.contains(found)) {
                    all.add(found);
                }
            }
        }
        return all.subList(1, all.size());
    }

    private Decision index() throws IOException {
        List<StoredManifest> images = new ArrayList<>();
        boolean harmless = collect(manifest, MOST_DEPTH, images);
        if (images.isEmpty()) {
            return harmless ? Decision.ALLOWED : ask(facts(name));
        }
        Facts index = facts(name);
        Optional<Decision> first = Optional.empty();
        for (StoredManifest image : images) {
            Decision decision = ask(new ListedFacts(index, facts(Digest.parse(image.digest()))));
            if (decision.allows()) {
                return decision;
            }
            first = first.or(() -> Optional.of(decision));
        }
        return first.orElseThrow();
    }

    /**
     * Finds the images in an index, that for this machine's platform first.
     *
     * @return whether all in it is here and only hangs on images, if there are none
     */
    private boolean collect(StoredManifest index, int depth, List<StoredManifest> images)
            throws IOException {
        List<Descriptor> listed;
        try {
            ImageIndex parsed = ImageIndex.parse(index.content());
            listed = new ArrayList<>(parsed.manifests());
            parsed.select(Platform.host()).ifPresent(own -> toFront(listed, own));
        } catch (SyntaxException e) {
            return false;
        }
        boolean complete = true;
        for (Descriptor each : listed) {
            Optional<StoredManifest> found =
                    content.manifests().byDigest(name.repository(), each.digest());
            if (found.isEmpty() || images.size() >= MOST_LISTED || depth == 0) {
                complete = false;
                continue;
            }
            switch (Kind.of(found.get(), name.repository(), content)) {
                case ARTIFACT -> {}
                case IMAGE -> images.add(found.get());
                case INDEX -> complete &= collect(found.get(), depth - 1, images);
            }
        }
        return complete;
    }

    private static void toFront(List<Descriptor> listed, Descriptor own) {
        listed.remove(own);
        listed.addFirst(own);
    }
}
