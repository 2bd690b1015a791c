package dev.cooper.cli;

import dev.cooper.archive.ArchiveException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Graph;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.OciLayout;
import dev.cooper.store.Place;
import dev.cooper.store.archive.Load;
import dev.cooper.store.archive.LoadedContent;
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
        Optional<Reference> name = Images.name(text).map(Reference::withDefaultTag);
        Optional<Descriptor> named =
                name.isPresent() ? store.resolve(name.get()) : Optional.empty();
        return named.isPresent()
                ? new CopySource(store, named.get(), name, text, false, lease::close)
                : new CopySource(
                        store,
                        Images.require(store, text).descriptor(),
                        Optional.empty(),
                        text,
                        false,
                        lease::close);
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
            LoadedContent chosen = choose(store, Load.loadAll(in, store), archive);
            opened = true;
            return new CopySource(
                    store,
                    chosen.descriptor(),
                    chosen.names().stream().findFirst(),
                    archive.file().toString(),
                    chosen.isConverted(),
                    () -> delete(directory));
        } catch (ArchiveException e) {
            throw new IOException("reading " + archive.file() + ": " + e.getMessage(), e);
        } finally {
            if (!opened) {
                delete(directory);
            }
        }
    }

    private static LoadedContent choose(
            LocalStore store, List<LoadedContent> contents, PlaceName.InArchive archive)
            throws IOException {
        if (archive.name().isEmpty()) {
            Optional<Descriptor> only =
                    Graph.only(store, contents.stream().map(LoadedContent::descriptor).toList());
            return contents.stream()
                    .filter(content -> only.filter(content.descriptor()::equals).isPresent())
                    .findFirst()
                    .orElseThrow(() ->
                            new NotFoundException(
                                    archive.file()
                                            + ": the archive holds "
                                            + contents.size()
                                            + " images; name one after the file, with a colon"
                                            + " between them"));
        }
        Optional<Reference> wanted = reference(archive.name().get());
        for (LoadedContent content : contents) {
            if (wanted.isPresent() && content.names().contains(wanted.get())) {
                return content;
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
