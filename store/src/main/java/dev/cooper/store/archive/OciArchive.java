package dev.cooper.store.archive;

import dev.cooper.archive.TarWriter;
import dev.cooper.store.Place;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** An OCI image layout in a tar, as {@code docker buildx build -o type=oci} and skopeo write it. */
public final class OciArchive {
    private OciArchive() {}

    /**
     * Writes images. The same images make the same bytes.
     *
     * @param from where the content is
     * @param images at least one
     * @param out takes the tar; it is neither compressed nor closed
     * @throws dev.cooper.store.NotFoundException when a part of an image is missing
     * @throws IOException when content is damaged or cannot be read or written
     */
    public static void write(Place from, List<NamedImage> images, OutputStream out)
            throws IOException {
        TarWriter tar = new TarWriter(out);
        new LayoutTar(from, images).write(tar, Map.of());
        tar.finish();
    }
}
