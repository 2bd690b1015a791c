package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The images of one user: an OCI image layout, with Cooper's own files in {@code cooper/}. Any
 * number of threads and processes may use the same store at once; a process may be killed at any
 * moment.
 */
public final class LocalStore implements WritablePlace {
    private final Home home;
    private final Blobs blobs;
    private final IndexFile index;
    private final LayerSizes layerSizes;
    private final ImageReader reader;
    private final ImageReader quickReader;
    private final Leases leases;
    private final Origins origins;
    private final @Nullable Elsewhere elsewhere;

    private LocalStore(Home home, @Nullable Elsewhere elsewhere) {
        this.home = home;
        this.elsewhere = elsewhere;
        this.origins = new Origins(home.directory("origins"), home.temporary());
        this.blobs = new Blobs(home.blobs(), home.temporary());
        this.index =
                new IndexFile(home.index(), home.temporary(), LockFile.at(home.lock("index.lock")));
        this.layerSizes = new LayerSizes(home.directory("layers"), home.temporary());
        this.reader = new ImageReader(this, layerSizes);
        this.quickReader = new ImageReader(new UnverifiedPlace(blobs), layerSizes);
        this.leases = new Leases(LockFile.at(home.lock("content.lock")), home.temporary());
    }

    /**
     * Opens a store, and makes it when it does not exist. A store on a read-only file system can be
     * read.
     *
     * @param home the directory of the store
     * @throws StoreException when the directory holds something else, or a layout of a version that
     *     is not known
     * @throws IOException when it cannot be read or made
     */
    public static LocalStore open(Path home) throws IOException {
        return new LocalStore(Home.open(home), null);
    }

    /**
     * Returns the same store, which opens layers that it lacks where they came from.
     *
     * @param way reaches those places
     */
    public LocalStore reaching(Elsewhere way) {
        return new LocalStore(home, way);
    }

    /**
     * Returns where the store is, by the environment: {@code COOPER_HOME}, else {@code
     * XDG_DATA_HOME/cooper}, else {@code HOME/.local/share/cooper}.
     *
     * @param environment the environment of the process
     */
    public static Path defaultHome(Map<String, String> environment) {
        return Home.byEnvironment(environment);
    }

    /** Returns the directory of the store. */
    public Path home() {
        return home.path();
    }

    /**
     * Returns the place of Cooper's own files of one kind, {@code cooper/<name>}; it may not exist.
     *
     * @param name for example {@code snapshots}
     */
    public Path directory(String name) {
        return home.directory(name);
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        List<Descriptor> entries = index.entries();
        if (reference.digest().isEmpty()) {
            return Names.find(entries, Names.key(reference)).map(Names::strip);
        }
        Digest digest = reference.digest().get();
        return entries.stream()
                .filter(entry -> entry.digest().equals(digest))
                .filter(entry ->
                        Names.of(entry)
                                .map(Reference::name)
                                .filter(reference.name()::equals)
                                .isPresent())
                .map(Names::strip)
                .findFirst();
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        Elsewhere way = elsewhere;
        return way == null || Files.exists(blobs.path(descriptor.digest()))
                ? blobs.open(descriptor)
                : openElsewhere(descriptor, way);
    }

    private InputStream openElsewhere(Descriptor descriptor, Elsewhere way) throws IOException {
        IOException problem = null;
        for (Reference origin : origins.of(descriptor.digest())) {
            try {
                return way.repository(origin).open(descriptor);
            } catch (IOException e) {
                if (problem == null) {
                    problem = e;
                } else {
                    problem.addSuppressed(e);
                }
            }
        }
        if (problem == null) {
            return blobs.open(descriptor); // which says that it is not here
        }
        throw new NotFoundException(
                "layer " + descriptor.digest() + " was never downloaded; " + problem.getMessage(),
                problem);
    }

    /**
     * Downloads a layer that is not here, from where it came from.
     *
     * @param events hears how far it is
     * @throws IOException when that place does not have it any more, or cannot be asked
     */
    public void fetch(Descriptor layer, CopyEvents events) throws IOException {
        if (!has(layer)) {
            Copy.graph(this, layer, this, events);
        }
    }

    @Override
    public List<Reference> origins(Descriptor blob) throws IOException {
        return origins.of(blob.digest());
    }

    /**
     * Remembers that a repository of a registry holds a blob. A layer with such a record counts as
     * a part of this store, though its bytes may be there only.
     *
     * @param repository registry and repository
     * @throws IOException when the store cannot be written
     */
    public void recordOrigin(Descriptor blob, Reference repository) throws IOException {
        origins.add(blob.digest(), repository);
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        return blobs.has(descriptor);
    }

    /** Returns the file of a blob, which may not exist. For reading only. */
    public Path blobPath(Digest digest) {
        return blobs.path(digest);
    }

    @Override
    public BlobWriter write() throws IOException {
        return blobs.write(leases.lease());
    }

    /**
     * Starts to write a blob whose digest the caller takes itself, from the very bytes it writes,
     * as a {@link dev.cooper.archive.LayerWriter} does: they are not digested once more. The result
     * accepts only {@link BlobWriter#commit(String, Digest)} and believes the digest.
     *
     * @throws IOException when the store cannot be written
     */
    public BlobWriter writeDigested() throws IOException {
        return blobs.writeDigested(leases.lease());
    }

    @Override
    public void tag(Reference reference, Descriptor descriptor) throws IOException {
        change(descriptor, entries -> Names.tag(entries, Names.key(reference), descriptor));
    }

    /**
     * Lists content without a name, so that it is not collected as garbage: a dangling image.
     *
     * @param descriptor a manifest or an index that is in the store
     * @throws NotFoundException when the content, or what it consists of, is not here
     * @throws IOException when the store cannot be written
     */
    public void keep(Descriptor descriptor) throws IOException {
        change(descriptor, entries -> Names.keep(entries, descriptor));
    }

    private void change(Descriptor content, UnaryOperator<List<Descriptor>> names)
            throws IOException {
        try (Lease lease = leases.lease()) {
            Graph.requireComplete(this, content);
            index.update(names);
        }
    }

    /**
     * Changes the list of what is here, while nobody else does. Whoever lists content has made sure
     * that it is here.
     *
     * @param change makes the new list out of the one that is there; it may be asked again
     * @throws IOException when the list cannot be written
     */
    public void relist(UnaryOperator<List<Descriptor>> change) throws IOException {
        index.update(change);
    }

    /**
     * Takes a name away. Content without any name left is no longer listed; its blobs go with the
     * next garbage collection.
     *
     * @return false when nothing has this name
     * @throws IOException when the store cannot be written
     */
    public boolean untag(Reference reference) throws IOException {
        Reference name = Names.key(reference);
        boolean[] found = {false};
        index.update(entries -> {
            found[0] = Names.find(entries, name).isPresent();
            return Names.untag(entries, name);
        });
        return found[0];
    }

    /**
     * Takes content off the list, with all its names.
     *
     * @param digest of the manifest or index that the names point at
     * @throws IOException when the store cannot be written
     */
    public void remove(Digest digest) throws IOException {
        index.update(entries -> Names.remove(entries, digest));
    }

    /**
     * Returns all images that can be read, in the order of the index; see {@link #list} for the
     * others.
     *
     * @throws IOException when the list itself cannot be read
     */
    public List<StoredImage> images() throws IOException {
        return list().images();
    }

    /**
     * Returns all images. Reads manifests and configs, no layers, and does not verify them; what
     * {@link #find} returns is verified. One damaged image does not hide the others.
     *
     * @throws IOException when the list itself cannot be read
     */
    public Listing list() throws IOException {
        List<StoredImage> images = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Content content : byContent()) {
            try {
                Optional<StoredImage> image = quickReader.read(content.root(), content.names());
                if (image.isPresent()) {
                    images.add(image.get());
                }
            } catch (IOException e) {
                problems.add("image " + content.label() + ": " + diagnose(content, e).getMessage());
            }
        }
        return new Listing(images, problems);
    }

    /** Reading with verification says more exactly what is wrong. */
    private IOException diagnose(Content content, IOException found) {
        try {
            reader.read(content.root(), content.names());
            return found;
        } catch (IOException better) {
            return better;
        }
    }

    /** The entries of the index: each content once, with all its names. */
    private List<Content> byContent() throws IOException {
        Map<Digest, Content> contents = new LinkedHashMap<>();
        for (Descriptor entry : index.entries()) {
            Content content = contents.get(entry.digest());
            if (content == null) {
                content = new Content(Names.strip(entry), new ArrayList<>());
                contents.put(entry.digest(), content);
            }
            Optional<Reference> name = Names.of(entry);
            if (name.isPresent() && !content.names().contains(name.get())) {
                content.names().add(name.get());
            }
        }
        return List.copyOf(contents.values());
    }

    /**
     * Finds an image as users name it: by name, by id or the start of one, by digest, or by name
     * and digest.
     *
     * @param nameOrId for example {@code shop}, {@code shop:1}, {@code 4f9a}, {@code sha256:…}
     * @return empty when there is none
     * @throws dev.cooper.oci.SyntaxException when it is neither name nor id, or several images fit
     * @throws IOException when the store cannot be read, or the image is damaged
     */
    public Optional<StoredImage> find(String nameOrId) throws IOException {
        return new ImageFinder(byContent(), quickReader, reader).find(nameOrId);
    }

    /**
     * Remembers how large a layer is uncompressed.
     *
     * @param diffId the digest of the uncompressed layer
     * @param uncompressedSize bytes
     * @throws IOException when the store cannot be written
     */
    public void recordLayer(Digest diffId, long uncompressedSize) throws IOException {
        layerSizes.put(diffId, uncompressedSize);
    }

    /**
     * Keeps garbage collection away until the lease is closed. Take one before content is written
     * or found that shall be named later.
     *
     * @throws IOException when the lock cannot be had
     */
    public Lease lease() throws IOException {
        return leases.lease();
    }

    /**
     * Deletes all blobs that no listed image consists of. What is listed without a name and is
     * about content that is not here any more, as the signature of a removed image, goes too.
     *
     * @return empty when nothing was done, because a build or another writer is running
     * @throws IOException when an image cannot be read, so that it is not known what it consists
     *     of; nothing is deleted then
     */
    public Optional<Garbage> collectGarbage() throws IOException {
        return collectGarbage(List::of);
    }

    /**
     * Deletes all blobs that neither a listed image nor the caller needs.
     *
     * @param alsoKeep asked for digests to keep, while nobody else writes
     * @return empty when nothing was done, because a build or another writer is running
     * @throws IOException when an image cannot be read, so that it is not known what it consists
     *     of; nothing is deleted then
     */
    public Optional<Garbage> collectGarbage(Roots alsoKeep) throws IOException {
        Optional<Lease> alone = leases.alone();
        if (alone.isEmpty()) {
            return Optional.empty();
        }
        try (Lease held = alone.get()) {
            GarbageCollector collector = new GarbageCollector(this, blobs);
            for (Descriptor inVain : collector.mark(index.entriesThatExist())) {
                remove(inVain.digest());
            }
            Garbage garbage = collector.sweep(alsoKeep);
            origins.keepOnly(collector.live());
            return Optional.of(garbage);
        }
    }
}
