package dev.cooper.trust.attachment;

import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Graph;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OciLayout;
import dev.cooper.store.WritablePlace;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What hangs on the images of an OCI layout, or of the local store, which is one. Manifests that
 * refer to images are listed in the index; those of cosign's older tags are listed with the tag in
 * an annotation, or as {@code cosign save} does it, with one that says what they are of.
 */
public final class LayoutAttachments implements WritableAttachments {
    /** The annotation by which cosign tells what an entry of a layout is. */
    public static final String KIND = "kind";

    private static final String COSIGN = "dev.cosignproject.cosign/";
    private static final String IN_STORE = "dev.cooper.attachment";
    private static final int MOST_TRIES = 1000;

    /** The list of a layout. */
    private interface Listing {
        List<Descriptor> entries() throws IOException;

        void change(UnaryOperator<List<Descriptor>> change) throws IOException;

        /** Keeps what is written, until it is listed. */
        Closeable hold() throws IOException;
    }

    private final Reference name;
    private final WritablePlace place;
    private final Listing listing;
    private final String noted;
    private final UnlistedManifests unlisted;

    private LayoutAttachments(
            Reference name,
            WritablePlace place,
            Listing listing,
            String noted,
            UnlistedManifests unlisted) {
        this.name = name.withoutTagAndDigest();
        this.place = place;
        this.listing = listing;
        this.noted = noted;
        this.unlisted = unlisted;
    }

    /**
     * Makes the home out of a layout.
     *
     * @param name what signatures call the repository
     */
    public static LayoutAttachments of(OciLayout layout, Reference name) {
        Listing listing =
                new Listing() {
                    @Override
                    public List<Descriptor> entries() throws IOException {
                        return layout.entries();
                    }

                    @Override
                    public void change(UnaryOperator<List<Descriptor>> change) throws IOException {
                        layout.relist(change);
                    }

                    @Override
                    public Closeable hold() {
                        return () -> {};
                    }
                };
        return new LayoutAttachments(
                name,
                layout,
                listing,
                Annotations.REF_NAME,
                new UnlistedManifests(layout.directory()));
    }

    /**
     * Makes the home out of the local store.
     *
     * @param name what signatures call the repository
     */
    public static LayoutAttachments of(LocalStore store, Reference name) {
        Listing listing =
                new Listing() {
                    @Override
                    public List<Descriptor> entries() throws IOException {
                        return OciLayout.open(store.home()).entries();
                    }

                    @Override
                    public void change(UnaryOperator<List<Descriptor>> change) throws IOException {
                        store.relist(change);
                    }

                    @Override
                    public Closeable hold() throws IOException {
                        Lease lease = store.lease();
                        return lease::close;
                    }
                };
        return new LayoutAttachments(
                name, store, listing, IN_STORE, new UnlistedManifests(store.home()));
    }

    /** Returns the entry of an image as cosign lists it. */
    public static Descriptor asCosignLists(Descriptor image) {
        String kind = MediaTypes.isIndex(image.mediaType()) ? "imageIndex" : "image";
        return image.withAnnotation(KIND, COSIGN + kind);
    }

    @Override
    public Reference name() {
        return name;
    }

    @Override
    public Optional<Descriptor> resolve(Reference image) throws IOException {
        Optional<Descriptor> listed = place.resolve(image);
        if (listed.isPresent() || image.digest().isEmpty()) {
            return listed;
        }
        for (Descriptor entry : listing.entries()) {
            Optional<Descriptor> found = within(entry, image.digest().get(), 0);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The part of an index that has a digest and is here. */
    private Optional<Descriptor> within(Descriptor node, Digest digest, int depth)
            throws IOException {
        if (node.digest().equals(digest)) {
            return Optional.of(node.plain());
        }
        if (!MediaTypes.isIndex(node.mediaType()) || depth > 8 || !place.has(node)) {
            return Optional.empty();
        }
        for (Descriptor child : Graph.children(place, node)) {
            Optional<Descriptor> found =
                    place.has(child) ? within(child, digest, depth + 1) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        return place.read(descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        List<Descriptor> entries = listing.entries();
        List<Descriptor> some = new ArrayList<>(entries);
        if (entries.stream().anyMatch(one -> kind(one).startsWith(COSIGN))) {
            some.addAll(unlisted.all()); // where cosign leaves bundles
        }
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        for (Descriptor one : some) {
            if (MediaTypes.isManifest(one.mediaType()) && !found.containsKey(one.digest())) {
                about(one, subject).ifPresent(it -> found.put(it.digest(), it));
            }
        }
        return List.copyOf(found.values());
    }

    /** A manifest as a referrer, if it is about the subject. */
    private Optional<Descriptor> about(Descriptor one, Digest subject) throws IOException {
        ImageManifest manifest;
        try {
            manifest = ImageManifest.parse(place.read(one));
        } catch (SyntaxException _) {
            return Optional.empty(); // nothing that cosign writes
        }
        if (manifest.subject().filter(it -> it.digest().equals(subject)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Descriptor(
                        one.mediaType(),
                        one.digest(),
                        one.size(),
                        manifest.annotations(),
                        Optional.empty(),
                        manifest.artifactType()));
    }

    private static String kind(Descriptor entry) {
        return entry.annotations().getOrDefault(KIND, "");
    }

    @Override
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        try (Closeable _ = listing.hold()) {
            put(MediaTypes.OCI_EMPTY, AttachedManifest.EMPTY);
            Descriptor layer = put(type, blob);
            ImageManifest manifest =
                    AttachedManifest.referrer(subject, artifactType, layer, annotations);
            Descriptor written = put(MediaTypes.OCI_MANIFEST, manifest.toJson());
            listing.change(entries -> with(entries, written));
            return written;
        }
    }

    private Descriptor put(String type, byte[] content) throws IOException {
        Descriptor written = Descriptor.of(type, content);
        if (!place.has(written)) {
            place.put(written, content);
        }
        return written;
    }

    private static List<Descriptor> with(List<Descriptor> entries, Descriptor added) {
        List<Descriptor> all = new ArrayList<>(entries);
        if (all.stream().noneMatch(one -> one.digest().equals(added.digest()))) {
            all.add(added);
        }
        return all;
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) throws IOException {
        Optional<Descriptor> entry = entry(listing.entries(), subject, suffix);
        return entry.isEmpty() ? Optional.empty() : Optional.of(parse(entry.get()));
    }

    private ImageManifest parse(Descriptor manifest) throws IOException {
        try {
            return ImageManifest.parse(place.read(manifest));
        } catch (SyntaxException e) {
            throw new IOException("reading " + manifest.digest() + ": " + e.getMessage(), e);
        }
    }

    /** The entry of a tag; cosign's layouts hold one image, and no tags. */
    private Optional<Descriptor> entry(List<Descriptor> entries, Digest subject, String suffix) {
        String tag = tag(subject, suffix).tag().orElseThrow();
        Optional<Descriptor> named =
                entries.stream()
                        .filter(one -> tag.equals(one.annotations().get(noted)))
                        .findFirst();
        boolean isOnly =
                entries.stream()
                        .filter(one -> kind(one).startsWith(COSIGN + "image"))
                        .map(Descriptor::digest)
                        .toList()
                        .equals(List.of(subject));
        return named.isPresent() || !isOnly
                ? named
                : entries.stream().filter(one -> kind(one).equals(ofSuffix(suffix))).findFirst();
    }

    private static String ofSuffix(String suffix) {
        return COSIGN + suffix + "s";
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        try (Closeable _ = listing.hold()) {
            Descriptor layer = put(type, blob).withAnnotations(annotations);
            for (int tried = 0; tried < MOST_TRIES; tried++) {
                Optional<Descriptor> old = entry(listing.entries(), subject, suffix);
                List<Descriptor> layers = new ArrayList<>();
                if (old.isPresent()) {
                    layers.addAll(parse(old.get()).layers());
                }
                if (layers.contains(layer)) {
                    return;
                }
                layers.add(layer);
                if (exchange(subject, suffix, old, write(layers))) {
                    return;
                }
            }
        }
        throw new IOException("others keep signing " + subject + "; try again later");
    }

    @Override
    public void replace(Digest subject, String suffix, String type, byte[] blob)
            throws IOException {
        try (Closeable _ = listing.hold()) {
            Descriptor written = write(List.of(put(type, blob)));
            listing.change(entries -> exchanged(entries, subject, suffix, written));
        }
    }

    private Descriptor write(List<Descriptor> layers) throws IOException {
        Descriptor config = put(MediaTypes.OCI_CONFIG, AttachedManifest.config(layers));
        return put(MediaTypes.OCI_MANIFEST, ImageManifest.of(config, layers).toJson());
    }

    /** Lists a manifest instead of the old one, unless others did so meanwhile. */
    private boolean exchange(
            Digest subject, String suffix, Optional<Descriptor> old, Descriptor written)
            throws IOException {
        boolean[] done = {false};
        listing.change(entries -> {
            done[0] = entry(entries, subject, suffix).equals(old);
            return done[0] ? exchanged(entries, subject, suffix, written) : entries;
        });
        return done[0];
    }

    private List<Descriptor> exchanged(
            List<Descriptor> entries, Digest subject, String suffix, Descriptor written) {
        List<Descriptor> all = new ArrayList<>(entries);
        entry(entries, subject, suffix).ifPresent(all::remove);
        all.add(
                written.withAnnotation(KIND, ofSuffix(suffix))
                        .withAnnotation(noted, tag(subject, suffix).tag().orElseThrow()));
        return all;
    }

    @Override
    public boolean remove(Digest subject, String suffix) throws IOException {
        boolean[] found = {false};
        listing.change(entries -> {
            Optional<Descriptor> old = entry(entries, subject, suffix);
            found[0] = old.isPresent();
            return entries.stream().filter(one -> !one.equals(old.orElse(null))).toList();
        });
        return found[0];
    }

    @Override
    public void remove(Descriptor referrer) throws IOException {
        boolean[] listed = {false};
        listing.change(entries -> {
            List<Descriptor> left =
                    entries.stream()
                            .filter(one -> !one.digest().equals(referrer.digest()))
                            .toList();
            listed[0] = left.size() < entries.size();
            return left;
        });
        if (!listed[0]) {
            unlisted.delete(referrer);
        }
    }
}
