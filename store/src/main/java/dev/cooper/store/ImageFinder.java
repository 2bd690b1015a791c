package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the image a user means, in docker's order: a name first, then an id. */
final class ImageFinder {
    private static final String SHA256 = "sha256:";

    private final List<Content> contents;
    private final ImageReader quickReader;
    private final ImageReader reader;

    ImageFinder(List<Content> contents, ImageReader quickReader, ImageReader reader) {
        this.quickReader = quickReader;
        this.contents = contents;
        this.reader = reader;
    }

    Optional<StoredImage> find(String nameOrId) throws IOException {
        String hex = nameOrId.startsWith(SHA256) ? nameOrId.substring(7) : nameOrId;
        boolean isId = isHex(hex) && hex.length() <= 64;
        boolean onlyId = isId && (nameOrId.startsWith(SHA256) || hex.length() == 64);
        if (!onlyId) {
            Optional<StoredImage> named = findName(nameOrId, isId);
            if (named.isPresent()) {
                return named;
            }
        }
        return isId ? findId(hex) : Optional.empty();
    }

    private Optional<StoredImage> findName(String text, boolean mayBeId) throws IOException {
        Reference reference;
        try {
            reference = Reference.parse(text);
        } catch (SyntaxException e) {
            if (mayBeId) {
                return Optional.empty();
            }
            throw e;
        }
        Optional<Digest> digest = reference.digest();
        for (Content content : contents) {
            boolean fits =
                    digest.isPresent()
                            ? content.root().digest().equals(digest.get())
                                    && content.names().stream()
                                            .anyMatch(n -> n.name().equals(reference.name()))
                            : content.names().contains(Names.key(reference));
            if (fits) {
                return reader.read(content.root(), content.names());
            }
        }
        return Optional.empty();
    }

    private Optional<StoredImage> findId(String prefix) throws IOException {
        List<StoredImage> found = new ArrayList<>();
        IOException problem = null;
        for (Content content : contents) {
            try {
                quickReader
                        .read(content.root(), content.names())
                        .filter(image -> fits(image, prefix))
                        .ifPresent(found::add);
            } catch (IOException e) {
                problem = e; // matters only if no other image fits
            }
        }
        if (found.stream().map(StoredImage::id).distinct().count() > 1) {
            throw new SyntaxException(
                    "image id \""
                            + prefix
                            + "\" is ambiguous, it fits "
                            + found.stream()
                                    .map(image -> image.id().shortHex())
                                    .sorted()
                                    .collect(Collectors.joining(" and "))
                            + ": give more digits");
        }
        if (found.isEmpty() && problem != null) {
            throw problem;
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StoredImage first = found.getFirst();
        return reader.read(first.descriptor(), first.names());
    }

    private static boolean fits(StoredImage image, String prefix) {
        return image.id().hex().startsWith(prefix)
                || image.descriptor().digest().hex().startsWith(prefix);
    }

    private static boolean isHex(String text) {
        return !text.isEmpty()
                && text.equals(text.toLowerCase(Locale.ROOT))
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
