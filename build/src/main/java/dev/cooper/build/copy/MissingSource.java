package dev.cooper.build.copy;

import dev.cooper.dockerfile.Suggestion;
import dev.cooper.linux.Directory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says why a source was not found, and what was probably meant. */
final class MissingSource {
    private final SourceTree tree;

    MissingSource(SourceTree tree) {
        this.tree = tree;
    }

    CopyException explain(String path, boolean ignored) throws IOException {
        String where = tree.context() ? " in the build context" : "";
        if (ignored) {
            return new CopyException(
                    "file \""
                            + path
                            + "\" not found"
                            + where
                            + ": it is there, but the ignore"
                            + " file excludes it");
        }
        return new CopyException(
                "file \"" + path + "\" not found" + where + suggestion(path).orElse(""));
    }

    /** Looks at the neighbours of the first component that is not there. */
    private Optional<String> suggestion(String path) throws IOException {
        String parent = "";
        for (String part : RootPath.components(path)) {
            RootPath next = RootPath.follow(tree.root(), RootPath.join(parent, part));
            if (next.stat() == null) {
                return near(parent, part);
            }
            if (!next.isDirectory()) {
                return Optional.of(": \"" + next.path() + "\" is not a directory");
            }
            parent = next.path();
        }
        return Optional.empty();
    }

    private Optional<String> near(String parent, String part) throws IOException {
        try (Directory directory = tree.root().resolve(parent)) {
            List<String> names = directory.list();
            names.removeIf(name -> tree.ignore().ignores(RootPath.join(parent, name)));
            return Suggestion.nearest(part, names)
                    .map(name -> "; did you mean \"" + RootPath.join(parent, name) + "\"?");
        }
    }
}
