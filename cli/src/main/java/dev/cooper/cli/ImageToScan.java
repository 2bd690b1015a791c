package dev.cooper.cli;

import dev.cooper.archive.ArchiveException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.ImageContent;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.archive.ArchiveFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image whose layers are to be looked through: from the store, a registry, a layout or an
 * archive. An archive that is a plain tar is not unpacked.
 *
 * @param image its configuration and layers
 * @param name how reports call it
 * @param end releases what is held
 */
record ImageToScan(ImageContent image, String name, CopySource.End end) implements AutoCloseable {

    static ImageToScan open(
            String operand, Optional<Platform> platform, Remote remote, Terminal terminal)
            throws IOException {
        Platform wanted = platform.orElseGet(Platform::host);
        if (isArchive(operand) && PlaceName.parse(operand) instanceof PlaceName.InArchive archive) {
            Optional<ImageToScan> direct = ofArchive(archive, wanted);
            if (direct.isPresent()) {
                return direct.get();
            }
        }
        ImageSource source = ImageSource.open(operand, platform, remote, terminal);
        boolean opened = false;
        try {
            List<Reference> names = source.source().reference().stream().toList();
            ImageContent image = ImageContent.of(source.place(), source.image(), names);
            opened = true;
            return new ImageToScan(image, source.source().name(), source::close);
        } finally {
            if (!opened) {
                source.close();
            }
        }
    }

    /**
     * The image in a file or a directory that is given as such: an archive, or an OCI layout.
     *
     * @param path of the file; an image's name or tag may follow after a colon
     */
    static ImageToScan openInput(
            String path, Optional<Platform> platform, Remote remote, Terminal terminal)
            throws IOException {
        int colon = path.lastIndexOf(':');
        boolean named = colon > 0 && !Files.exists(Path.of(path));
        Path file = Path.of(named ? path.substring(0, colon) : path);
        if (!Files.exists(file)) {
            throw new NotFoundException(file + ": there is no such file or directory");
        }
        String kind = Files.isDirectory(file) ? "oci:" : "docker-archive:";
        return open(kind + path, platform, remote, terminal);
    }

    private static boolean isArchive(String operand) {
        return operand.startsWith("docker-archive:") || operand.startsWith("oci-archive:");
    }

    /** Empty when it is compressed, and has to be read from front to back. */
    private static Optional<ImageToScan> ofArchive(PlaceName.InArchive archive, Platform platform)
            throws IOException {
        Optional<ArchiveFile> opened = openFile(archive.file());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        ArchiveFile file = opened.get();
        boolean done = false;
        try {
            ImageContent image = choose(file.images(platform), archive);
            done = true;
            String name = archive.file().toString();
            return Optional.of(new ImageToScan(image, name, file::close));
        } catch (ArchiveException e) {
            throw new IOException("reading " + archive.file() + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static Optional<ArchiveFile> openFile(Path file) throws IOException {
        try {
            return ArchiveFile.open(file);
        } catch (ArchiveException e) {
            throw new IOException("reading " + file + ": " + e.getMessage(), e);
        }
    }

    private static ImageContent choose(List<ImageContent> images, PlaceName.InArchive archive)
            throws NotFoundException {
        if (archive.name().isEmpty()) {
            if (images.size() == 1) {
                return images.getFirst();
            }
            throw new NotFoundException(
                    archive.file()
                            + ": the archive holds "
                            + images.size()
                            + " images; name one after the file, with a colon between them");
        }
        Reference wanted;
        try {
            wanted = Reference.parse(archive.name().get()).withDefaultTag();
        } catch (SyntaxException e) {
            throw new NotFoundException(archive.file() + ": " + e.getMessage());
        }
        return images.stream()
                .filter(image -> image.names().contains(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new NotFoundException(
                                archive.file()
                                        + ": the archive holds no image "
                                        + archive.name().get()));
    }

    @Override
    public void close() throws IOException {
        end.release();
    }
}
