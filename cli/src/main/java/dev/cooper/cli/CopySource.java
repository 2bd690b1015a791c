package dev.cooper.cli;

import dev.cooper.archive.ArchiveException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.OciLayout;
import dev.cooper.store.Place;
import dev.cooper.store.StoredImage;
import dev.cooper.store.archive.Load;
import dev.cooper.store.archive.LoadedImage;
import dev.cooper.transfer.Lookup;
import dev.cooper.transfer.RegistryPlace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a copy comes from, opened.
 *
 * @param place holds the content
 * @param root what is named
 * @param reference its name, when it has one
 * @param name how messages call it
 * @param isConverted whether the manifest was made by reading, because the source holds none
 * @param end releases what is held
 */
record CopySource(
        Place place,
        Descriptor root,
        Optional<Reference> reference,
        String name,
        boolean isConverted,
        End end)
        implements AutoCloseable {

    /** Releases something. */
    @FunctionalInterface
    interface End {
        void release() throws IOException;
    }

    static CopySource open(PlaceName from, Remote remote, Terminal terminal) throws IOException {
        return switch (from) {
            case PlaceName.InRegistry(Reference reference) -> {
                RegistryPlace place = remote.place(reference);
                yield new CopySource(
                        place,
                        Lookup.requireImage(place, reference),
                        Optional.of(reference),
                        reference.familiar(),
                        false,
                        () -> {});
            }
            case PlaceName.InStore(String text) -> ofStore(text, terminal);
            case PlaceName.InLayout(Path directory, String tag) -> ofLayout(directory, tag);
            case PlaceName.InArchive archive -> ofArchive(archive);
        };
    }

    private static CopySource ofStore(String text, Terminal terminal) throws IOException {
        LocalStore store = Images.openStore(terminal);
        Lease lease = store.lease();
        StoredImage image = Images.require(store, text);
        Optional<Reference> name =
                Images.name(text).map(Reference::withDefaultTag).filter(image.names()::contains);
        return new CopySource(store, image.descriptor(), name, text, false, lease::close);
    }

    private static CopySource ofLayout(Path directory, String tag) throws IOException {
        OciLayout layout = OciLayout.open(directory);
        Optional<Descriptor> found = layout.find(tag);
        if (found.isEmpty() && !tag.isEmpty()) {
            found = reference(tag).isEmpty() ? found : layout.resolve(reference(tag).get());
        }
        Descriptor root =
                found.orElseThrow(() ->
                        new NotFoundException(
                                "oci:"
                                        + directory
                                        + (tag.isEmpty()
                                                ? ": the layout lists not just one image; name one"
                                                        + " with oci:DIRECTORY:TAG"
                                                : ": the layout lists no image " + tag)));
        return new CopySource(layout, root, reference(tag), "oci:" + directory, false, () -> {});
    }

    private static Optional<Reference> reference(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Reference.parse(text).withDefaultTag());
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /** Unpacks an archive into a store of its own, as its parts may come in any order. */
    private static CopySource ofArchive(PlaceName.InArchive archive) throws IOException {
        Path directory = Files.createTempDirectory("cooper-copy-");
        boolean opened = false;
        try (InputStream in =
                new BufferedInputStream(Files.newInputStream(archive.file()), 1 << 16)) {
            LocalStore store = LocalStore.open(directory.resolve("store"));
            LoadedImage image = choose(Load.load(in, store), archive);
            opened = true;
            return new CopySource(
                    store,
                    image.descriptor(),
                    image.names().stream().findFirst(),
                    archive.file().toString(),
                    archive.kind() == PlaceName.Kind.DOCKER,
                    () -> delete(directory));
        } catch (ArchiveException e) {
            throw new IOException("reading " + archive.file() + ": " + e.getMessage(), e);
        } finally {
            if (!opened) {
                delete(directory);
            }
        }
    }

    private static LoadedImage choose(List<LoadedImage> images, PlaceName.InArchive archive)
            throws IOException {
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
        Optional<Reference> wanted = reference(archive.name().get());
        for (LoadedImage image : images) {
            if (wanted.isPresent() && image.names().contains(wanted.get())) {
                return image;
            }
        }
        throw new NotFoundException(
                archive.file() + ": the archive holds no image " + archive.name().get());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        end.release();
    }
}
