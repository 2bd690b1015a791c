package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;
import dev.cooper.archive.Whiteouts;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Place;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes the files of an image, all layers taken together, as one tar. Reads each layer once, the
 * top one first, and keeps names in memory, no content. The tar is therefore not sorted: a
 * directory may come after its files, as tar programs allow.
 */
public final class Flatten {
    private static final String AUFS = ".wh..wh.";

    private final Place place;
    private final TarWriter out;
    private final FlatLinks links;
    private final FlatNames names = new FlatNames();

    private Flatten(Place place, TarWriter out, FlatLinks links) {
        this.place = place;
        this.out = out;
        this.links = links;
    }

    /**
     * Writes the files of an image.
     *
     * @param place holds the image
     * @param image its manifest
     * @param out gets the tar; not closed
     * @throws ArchiveException when a layer is damaged, or says what no layer may
     * @throws IOException when a layer cannot be read, or the tar not be written
     */
    public static void image(Place place, Descriptor image, OutputStream out) throws IOException {
        List<Descriptor> layers;
        try {
            layers = ImageManifest.parse(place.read(image)).layers();
        } catch (SyntaxException e) {
            throw new ArchiveException("image " + image.digest() + ": " + e.getMessage(), e);
        }
        for (Descriptor layer : layers) {
            if (!MediaTypes.isLayer(layer.mediaType())) {
                throw new ArchiveException(
                        "image "
                                + image.digest()
                                + " has no file system: one of its parts is of type "
                                + layer.mediaType());
            }
        }
        TarWriter tar = new TarWriter(out);
        try (FlatLinks links = new FlatLinks(tar)) {
            Flatten flatten = new Flatten(place, tar, links);
            for (Descriptor layer : layers.reversed()) {
                flatten.layer(layer);
            }
            links.finish();
        }
        tar.finish();
    }

    private void layer(Descriptor layer) throws IOException {
        names.below();
        links.below();
        try (InputStream blob = place.open(layer);
                InputStream plain = Compression.decompressAny(blob)) {
            TarReader reader = new TarReader(plain, TarLimits.DEFAULT);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                entry(entry, reader.content());
            }
            plain.transferTo(OutputStream.nullOutputStream());
            blob.transferTo(OutputStream.nullOutputStream()); // to the end, where it is verified
        } catch (ArchiveException e) {
            throw new ArchiveException("layer " + layer.digest() + ": " + e.getMessage(), e);
        }
    }

    private void entry(TarEntry entry, InputStream content) throws IOException {
        if (entry.climbsOut()) {
            throw refused(entry, "its path leads out of the root directory");
        }
        String path = entry.cleanPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (isOfAufs(path, name)) {
            return;
        }
        String parent = path.length() == name.length() ? "" : parentOf(path);
        if (parent.startsWith(Whiteouts.PREFIX) || parent.contains("/" + Whiteouts.PREFIX)) {
            throw refused(entry, "a deleted name (.wh.) cannot hold files");
        }
        if (Whiteouts.isWhiteout(name)) {
            whiteOut(entry, parent, name);
        } else if (entry.type() == TarEntry.Type.DIRECTORY) {
            if (names.takeDirectory(path)) {
                out.write(entry.withPath(path.isEmpty() ? "./" : path + "/"));
            }
        } else if (path.isEmpty()) {
            throw refused(entry, "the root must be a directory");
        } else if (entry.type() == TarEntry.Type.HARDLINK) {
            link(entry.withPath(path));
        } else {
            file(entry.withPath(path), content);
        }
    }

    private void whiteOut(TarEntry entry, String parent, String name) throws IOException {
        if (name.equals(Whiteouts.OPAQUE)) {
            names.makeOpaque(parent);
            return;
        }
        String hidden = Whiteouts.hidden(name);
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw refused(entry, "it deletes no name");
        }
        names.delete(parent.isEmpty() ? hidden : parent + "/" + hidden);
    }

    private void file(TarEntry entry, InputStream content) throws IOException {
        if (names.takeFile(entry.path())) {
            out.write(entry, content);
            links.written(entry.path());
        } else {
            links.hide(entry.path(), entry, content);
        }
    }

    private void link(TarEntry entry) throws IOException {
        if (TarEntry.climbsOut(entry.linkTarget())) {
            throw refused(entry, "its target leads out of the root directory");
        }
        String target = TarEntry.clean(entry.linkTarget());
        if (target.equals(entry.path())) {
            return;
        }
        if (target.isEmpty()) {
            throw refused(entry, "a directory cannot have a second name");
        }
        if (names.takeFile(entry.path())) {
            links.link(entry, target, names.showsFile(target));
        } else {
            links.hideLink(entry.path(), target);
        }
    }

    /** Metadata of a union file system of old, in the layers of old images. */
    private static boolean isOfAufs(String path, String name) {
        boolean found = path.startsWith(AUFS) || path.contains("/" + AUFS);
        return found && (!name.equals(Whiteouts.OPAQUE) || parentOf(path).contains(AUFS));
    }

    private static String parentOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static ArchiveException refused(TarEntry entry, String reason) {
        return new ArchiveException("layer entry '" + entry.path() + "' is refused: " + reason);
    }
}
