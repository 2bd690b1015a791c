package dev.cooper.registry;

import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads {@code auth}. */
final class AuthSection {
    private AuthSection() {}

    static AuthConfig read(ConfigTree tree) {
        String kind = tree.text("auth").orElse("");
        if (!Set.of("", "htpasswd", "none").contains(kind)) {
            throw ConfigFile.notSupported("auth", "\"" + kind + "\"");
        }
        if (tree.under("auth.htpasswd").isEmpty()) {
            return new AuthConfig.Open();
        }
        Optional<Path> file =
                tree.text("auth.htpasswd.path").filter(text -> !text.isEmpty()).map(Path::of);
        if (file.isEmpty()) {
            throw new SyntaxException("auth.htpasswd: want a path, the file of users and hashes");
        }
        String realm = tree.text("auth.htpasswd.realm").orElse("Registry");
        tree.drop("auth.htpasswd");
        return new AuthConfig.Passwords(file.get(), realm);
    }
}
