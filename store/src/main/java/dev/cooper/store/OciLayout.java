package dev.cooper.store;

import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An OCI image layout in a directory, made by any tool, or to be read by any tool. */
public final class OciLayout implements WritablePlace {
    private static final String LAYOUT_FILE = "oci-layout";

    private final Path directory;
    private final Blobs blobs;
    private final IndexFile index;

    private OciLayout(Path directory) {
        this.directory = directory;
        this.blobs = new Blobs(directory.resolve("blobs"), directory);
        this.index =
                new IndexFile(
                        directory.resolve("index.json"),
                        directory,
                        LockFile.at(directory.resolve(LAYOUT_FILE)));
    }

    /**
     * Opens a layout that exists.
     *
     * @throws NotFoundException when the directory is no OCI layout
     * @throws IOException when it cannot be read
     */
    public static OciLayout open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Home.checkLayout(absolute.resolve(LAYOUT_FILE))) {
            throw new NotFoundException(
                    directory + " is no OCI layout: it has no file " + LAYOUT_FILE);
        }
        return new OciLayout(absolute);
    }

    /**
     * Opens a layout, and makes it when it does not exist.
     *
     * @throws IOException when it cannot be read or made
     */
    public static OciLayout create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute.resolve("blobs").resolve("sha256"));
            if (!Home.checkLayout(absolute.resolve(LAYOUT_FILE))) {
                Disk.replace(
                        absolute.resolve(LAYOUT_FILE),
                        absolute.resolve(Disk.freshName(".oci-layout-")),
                        Home.LAYOUT.getBytes(StandardCharsets.UTF_8));
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw Disk.explain("making the OCI layout " + directory, e);
        }
        OciLayout layout = new OciLayout(absolute);
        layout.index.update(UnaryOperator.identity());
        return layout;
    }

    /** Returns the directory, absolute. */
    public Path directory() {
        return directory;
    }

    /**
     * Returns the entries of the index.json.
     *
     * @throws IOException when it cannot be read
     */
    public List<Descriptor> entries() throws IOException {
        return index.entries();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        if (reference.digest().isPresent()) {
            return entries().stream()
                    .filter(entry -> entry.digest().equals(reference.digest().get()))
                    .map(Names::strip)
                    .findFirst();
        }
        return Names.find(entries(), Names.key(reference)).map(Names::strip);
    }

    /**
     * Finds an entry by the text of its annotation {@code org.opencontainers.image.ref.name}, as
     * skopeo and umoci do; whatever text it is.
     *
     * @param refName the text; when it is empty, the only entry is meant, not counting those that
     *     are about others, as signatures are
     * @throws IOException when the index cannot be read
     */
    public Optional<Descriptor> find(String refName) throws IOException {
        List<Descriptor> entries = entries();
        if (refName.isEmpty()) {
            List<Descriptor> images =
                    entries.stream().filter(one -> !Names.isAttached(one)).toList();
            return Graph.only(this, images).map(Names::strip);
        }
        return entries.stream()
                .filter(entry -> refName.equals(entry.annotations().get(Annotations.REF_NAME)))
                .map(Names::strip)
                .findFirst();
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        return blobs.open(descriptor);
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        return blobs.has(descriptor);
    }

    @Override
    public BlobWriter write() throws IOException {
        return blobs.write(new Lease(() -> {}));
    }

    @Override
    public void tag(Reference reference, Descriptor descriptor) throws IOException {
        Reference name = Names.key(reference);
        Graph.requireComplete(this, descriptor);
        index.update(entries -> {
            List<Descriptor> result = new ArrayList<>(Names.untag(entries, name));
            result.add(Names.give(name, descriptor));
            return result;
        });
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
     * Lists content without a name, unless it is listed already.
     *
     * @throws NotFoundException when the content, or what it consists of, is not here
     * @throws IOException when the layout cannot be written
     */
    public void add(Descriptor descriptor) throws IOException {
        Graph.requireComplete(this, descriptor);
        index.update(entries -> Names.keep(entries, descriptor));
    }

    /**
     * Lists content under the text of an annotation {@code org.opencontainers.image.ref.name}, as
     * skopeo and umoci do; what had this text before is no longer listed.
     *
     * @param refName the text; when it is empty, the content is listed without
     * @throws NotFoundException when the content, or what it consists of, is not here
     * @throws IOException when the layout cannot be written
     */
    public void add(Descriptor descriptor, String refName) throws IOException {
        if (refName.isEmpty()) {
            add(descriptor);
            return;
        }
        Graph.requireComplete(this, descriptor);
        index.update(entries -> {
            List<Descriptor> result = new ArrayList<>();
            for (Descriptor entry : entries) {
                if (!refName.equals(entry.annotations().get(Annotations.REF_NAME))) {
                    result.add(entry);
                }
            }
            result.add(Names.strip(descriptor).withAnnotation(Annotations.REF_NAME, refName));
            return result;
        });
    }
}
