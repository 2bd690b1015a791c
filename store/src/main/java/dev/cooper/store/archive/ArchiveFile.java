package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Graph;
import dev.cooper.store.ImageContent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image archive of {@code docker save} or in the form of an OCI layout, looked into where it
 * lies: nothing is copied, and of layers that nobody opens nothing is read.
 */
public final class ArchiveFile implements AutoCloseable {
    private static final int HEAD = 512;

    private final FileChannel channel;
    private final TarIndex index;

    private ArchiveFile(FileChannel channel, TarIndex index) {
        this.channel = channel;
        this.index = index;
    }

    /**
     * Opens an archive.
     *
     * @return empty when it is no plain tar: one that is compressed can only be read from front to
     *     back, see {@link Load}
     * @throws ArchiveException when it is damaged
     * @throws IOException when it cannot be read
     */
    public static Optional<ArchiveFile> open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            channel.read(head, 0);
            if (!TarReader.startsTar(head.array())) {
                return Optional.empty();
            }
            ArchiveFile archive = new ArchiveFile(channel, TarIndex.read(channel));
            opened = true;
            return Optional.of(archive);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /**
     * The images that the archive lists.
     *
     * @param platform which one is taken of images for several
     * @throws ArchiveException when the archive is damaged
     * @throws IOException when it cannot be read
     */
    public List<ImageContent> images(Platform platform) throws IOException {
        try {
            if (index.find("index.json").isPresent()) {
                return ofLayout(platform);
            }
            if (index.find("manifest.json").isPresent()) {
                return ofDocker();
            }
            throw new ArchiveException(
                    "the archive holds no image: it has neither index.json nor manifest.json");
        } catch (SyntaxException e) {
            throw new ArchiveException("damaged archive: " + e.getMessage(), e);
        }
    }

    private List<ImageContent> ofLayout(Platform platform) throws IOException {
        ArchivePlace place = new ArchivePlace(index);
        List<ImageContent> images = new ArrayList<>();
        for (Descriptor root : ImageIndex.parse(index.document("index.json")).manifests()) {
            Optional<Descriptor> image = Graph.selectImage(place, root, platform);
            if (image.isPresent() && isImage(place, image.get())) {
                images.add(ImageContent.of(place, image.get(), name(root)));
            }
        }
        return images;
    }

    private static boolean isImage(ArchivePlace place, Descriptor manifest) throws IOException {
        return Graph.subject(manifest, place.read(manifest)).isEmpty()
                && Graph.children(place, manifest).stream()
                        .anyMatch(child -> MediaTypes.isConfig(child.mediaType()));
    }

    private static List<Reference> name(Descriptor entry) {
        String full = entry.annotations().get(Annotations.IMAGE_NAME);
        String name = full == null ? entry.annotations().get(Annotations.REF_NAME) : full;
        return name == null ? List.of() : List.of(Reference.parse(name).withDefaultTag());
    }

    private record Part(TarIndex index, TarIndex.Extent extent) implements ImageContent.Source {
        @Override
        public InputStream open() {
            return index.open(extent);
        }

        @Override
        public boolean leaps() {
            return true;
        }
    }

    private List<ImageContent> ofDocker() throws IOException {
        List<ImageContent> images = new ArrayList<>();
        for (DockerManifest manifest : DockerManifest.parse(index.document("manifest.json"))) {
            List<Optional<Descriptor>> blobs = new ArrayList<>();
            List<ImageContent.Source> sources = new ArrayList<>();
            for (String path : manifest.layers()) {
                TarIndex.Extent layer = index.require(path);
                blobs.add(Optional.empty());
                sources.add(new Part(index, layer));
            }
            byte[] config = index.document(manifest.config());
            images.add(
                    new ImageContent(Optional.empty(), config, manifest.names(), blobs, sources));
        }
        return images;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
