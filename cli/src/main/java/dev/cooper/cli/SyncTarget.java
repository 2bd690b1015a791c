package dev.cooper.cli;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a sync copies to, and how images are called there.
 *
 * @param prefix registry and path, "" for a layout
 * @param layout a directory, empty for a registry
 * @param scoped whether the new name holds registry and path of the source
 * @param suffix added to tags
 */
record SyncTarget(String prefix, Optional<Path> layout, boolean scoped, String suffix) {
    static SyncTarget parse(String text, boolean scoped, String suffix) {
        if (text.startsWith("oci:") && text.length() > 4) {
            return new SyncTarget("", Optional.of(Path.of(text.substring(4))), scoped, suffix);
        }
        String prefix = text.startsWith("docker://") ? text.substring(9) : text;
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (prefix.isEmpty() || prefix.contains("://") || prefix.startsWith("dir:")) {
            throw new SyntaxException(
                    "--dest " + text + ": give docker://REGISTRY[/PREFIX] or oci:DIRECTORY");
        }
        return new SyncTarget(prefix, Optional.empty(), scoped, suffix);
    }

    /** The name of an image at the destination. */
    String name(Reference source) {
        String path = source.repository();
        String name =
                scoped ? source.registry() + "/" + path : path.substring(path.lastIndexOf('/') + 1);
        String whole = prefix.isEmpty() ? name : prefix + "/" + name;
        return source.digest()
                .map(Digest::toString)
                .map(digest -> whole + "@" + digest)
                .orElseGet(() -> whole + ":" + source.tag().orElse("latest") + suffix);
    }
}
