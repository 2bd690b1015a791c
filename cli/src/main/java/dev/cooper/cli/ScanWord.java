package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operands of a scan say.
 *
 * @param target empty where {@code --input} names it
 * @param other what the target is compared with, where it is
 */
record ScanWord(Kind kind, Optional<String> target, Optional<String> other) {
    /** What is to be scanned. */
    enum Kind {
        IMAGE,
        FILES,
        INSTALLED,
        REPOSITORY,
        CONFIGURATION,
        SBOM,
        DIFFERENCE
    }

    /**
     * Reads the operands: a word for the kind, which may be missing before an image, and the
     * target.
     */
    static ScanWord of(List<String> operands, boolean hasInput) {
        Optional<Kind> named = operands.isEmpty() ? Optional.empty() : kind(operands.getFirst());
        if (named.isEmpty() && operands.size() == 1 && operands.getFirst().startsWith("sbom:")) {
            return new ScanWord(
                    Kind.SBOM, Optional.of(operands.getFirst().substring(5)), Optional.empty());
        }
        // A single word that names a kind could be an image; who means it says "image".
        Kind kind = named.orElse(Kind.IMAGE);
        List<String> rest = named.isPresent() ? operands.subList(1, operands.size()) : operands;
        if (kind == Kind.DIFFERENCE) {
            if (rest.size() != 2) {
                throw new UsageException("name two images, the older one first");
            }
            return new ScanWord(kind, Optional.of(rest.getFirst()), Optional.of(rest.getLast()));
        }
        if (rest.size() > 1) {
            throw new UsageException(
                    "one target is scanned at a time, "
                            + rest.size()
                            + " given: "
                            + String.join(" ", rest));
        }
        if (kind == Kind.IMAGE && hasInput) {
            if (!rest.isEmpty()) {
                throw new UsageException(
                        "--input names the image already; leave out " + rest.getFirst());
            }
            return new ScanWord(kind, Optional.empty(), Optional.empty());
        }
        if (rest.isEmpty()) {
            throw new UsageException(
                    switch (kind) {
                        case IMAGE, DIFFERENCE -> "name an image, or an archive with --input";
                        case FILES, INSTALLED, CONFIGURATION -> "name a directory";
                        case SBOM -> "name the file of an SBOM";
                        case REPOSITORY -> "name a directory or the address of a git repository";
                    });
        }
        return new ScanWord(kind, Optional.of(rest.getFirst()), Optional.empty());
    }

    /** The names of images. */
    List<String> images() {
        return switch (kind) {
            case IMAGE, DIFFERENCE -> Stream.concat(target.stream(), other.stream()).toList();
            case FILES, INSTALLED, REPOSITORY, CONFIGURATION, SBOM -> List.of();
        };
    }

    private static Optional<Kind> kind(String word) {
        return switch (word) {
            case "image", "i" -> Optional.of(Kind.IMAGE);
            case "fs", "filesystem" -> Optional.of(Kind.FILES);
            case "rootfs" -> Optional.of(Kind.INSTALLED);
            case "repo", "repository" -> Optional.of(Kind.REPOSITORY);
            case "config", "conf" -> Optional.of(Kind.CONFIGURATION);
            case "sbom" -> Optional.of(Kind.SBOM);
            case "diff" -> Optional.of(Kind.DIFFERENCE);
            default -> Optional.empty();
        };
    }
}
