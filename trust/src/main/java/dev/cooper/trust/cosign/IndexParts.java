package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that is signed when an index is signed with its parts. */
public final class IndexParts {
    private static final int MOST = 1000;

    private IndexParts() {}

    /**
     * Lists an image and, when it is an index, the manifests and indexes in it, each once.
     *
     * @throws IOException when the home cannot be read, a part is not there, or there are too many
     */
    public static List<Descriptor> of(Attachments home, Descriptor image) throws IOException {
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        found.put(image.digest(), image);
        List<Descriptor> open = new ArrayList<>(List.of(image));
        while (!open.isEmpty()) {
            Descriptor one = open.removeFirst();
            if (!MediaTypes.isIndex(one.mediaType())) {
                continue;
            }
            for (Descriptor part : parse(home, one).manifests()) {
                if (found.putIfAbsent(part.digest(), part) == null) {
                    if (home.resolve(home.name().withDigest(part.digest())).isEmpty()) {
                        throw new IOException(
                                one.digest()
                                        + " lists "
                                        + part.digest()
                                        + ", which is not there; nothing is signed");
                    }
                    open.add(part);
                }
            }
            if (found.size() > MOST) {
                throw new IOException(
                        image.digest() + " lists more than " + MOST + " images; nothing is signed");
            }
        }
        return List.copyOf(found.values());
    }

    private static ImageIndex parse(Attachments home, Descriptor index) throws IOException {
        try {
            return ImageIndex.parse(home.read(index));
        } catch (SyntaxException e) {
            throw new IOException("reading " + index.digest() + ": " + e.getMessage(), e);
        }
    }
}
