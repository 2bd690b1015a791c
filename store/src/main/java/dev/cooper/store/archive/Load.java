package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads images out of an archive: those of {@code docker save} of any version since 1.10, of {@code
 * podman save} in both formats, of skopeo, and OCI archives of any tool; also compressed.
 *
 * <p>Everything is verified before anything gets a name. When loading fails, no name has changed.
 */
public final class Load {
    private Load() {}

    /**
     * Loads all images of an archive and names them.
     *
     * @param in the archive, read to its end, not closed
     * @return the images, in the order of the archive
     * @throws ArchiveException when the archive is damaged, hostile or holds no image
     * @throws IOException when it cannot be read or the store cannot be written
     */
    public static List<LoadedImage> load(InputStream in, LocalStore store) throws IOException {
        try (Lease lease = store.lease()) {
            return name(store, found(ArchiveContents.read(in, store), store));
        } catch (SyntaxException e) {
            throw damaged(e);
        }
    }

    /**
     * Loads all that an archive lists, also what is no image, and names it or keeps it without a
     * name.
     *
     * @param in the archive, read to its end, not closed
     * @return what was listed, in the order of the archive
     * @throws ArchiveException when the archive is damaged, hostile or holds nothing
     * @throws IOException when it cannot be read or the store cannot be written
     */
    public static List<LoadedContent> loadAll(InputStream in, LocalStore store) throws IOException {
        List<LoadedContent> loaded = new ArrayList<>();
        try (Lease lease = store.lease()) {
            ArchiveContents contents = ArchiveContents.read(in, store);
            for (FoundContent content : requireAny(found(contents, store))) {
                keep(store, content);
                loaded.add(
                        new LoadedContent(
                                content.descriptor(), content.names(), !isLayout(contents)));
            }
        } catch (SyntaxException e) {
            throw damaged(e);
        }
        return loaded;
    }

    private static ArchiveException damaged(SyntaxException cause) {
        return new ArchiveException("damaged archive: " + cause.getMessage(), cause);
    }

    private static boolean isLayout(ArchiveContents contents) {
        return contents.has("index.json");
    }

    private static List<FoundContent> found(ArchiveContents contents, LocalStore store)
            throws IOException {
        if (isLayout(contents)) {
            return new OciContents(contents, store).all();
        }
        if (contents.has("manifest.json")) {
            return new DockerContents(contents, store).all();
        }
        if (contents.has("repositories")) {
            throw new ArchiveException(
                    "unsupported archive: it has the form of docker before 1.10; load it with"
                            + " docker 24 or older and save it again");
        }
        throw new ArchiveException(
                "the archive holds no image: it has neither index.json nor manifest.json (to make"
                        + " an image of a root file system, use import)");
    }

    private static List<LoadedImage> name(LocalStore store, List<FoundContent> found)
            throws IOException {
        List<LoadedImage> loaded = new ArrayList<>();
        List<FoundContent> images = found.stream().filter(c -> c.id().isPresent()).toList();
        for (FoundContent image : requireAny(images)) {
            Map<Reference, Digest> replaced = new LinkedHashMap<>();
            for (Reference name : image.names()) {
                previous(store, name, image.descriptor()).ifPresent(id -> replaced.put(name, id));
            }
            keep(store, image);
            Digest id = image.id().orElseThrow();
            loaded.add(new LoadedImage(image.descriptor(), id, image.names(), replaced));
        }
        return loaded;
    }

    private static List<FoundContent> requireAny(List<FoundContent> found) throws ArchiveException {
        if (found.isEmpty()) {
            throw new ArchiveException("the archive holds no image: its list of images is empty");
        }
        return found;
    }

    private static void keep(LocalStore store, FoundContent content) throws IOException {
        for (Reference name : content.names()) {
            store.tag(name, content.descriptor());
        }
        if (content.names().isEmpty()) {
            store.keep(content.descriptor());
        }
    }

    /** The id of the other image that holds a name. */
    private static Optional<Digest> previous(LocalStore store, Reference name, Descriptor next)
            throws IOException {
        Optional<Descriptor> held = store.resolve(name);
        if (held.isEmpty() || held.get().digest().equals(next.digest())) {
            return Optional.empty();
        }
        try {
            return store.find(name.toString()).map(image -> image.id());
        } catch (IOException e) {
            return Optional.of(held.get().digest()); // it is damaged, and so better replaced
        }
    }
}
