package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.Grant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code auth}. */
final class AuthSection {
    private AuthSection() {}

    static AuthConfig read(ConfigTree tree) {
        String kind = tree.text("auth").orElse("");
        if (!Set.of("", "htpasswd", "token", "none").contains(kind)) {
            throw ConfigFile.notSupported("auth", "\"" + kind + "\"");
        }
        boolean passwords = !tree.under("auth.htpasswd").isEmpty();
        boolean tokens = !tree.under("auth.token").isEmpty();
        boolean own = !tree.under("cooper.auth").isEmpty();
        if ((passwords ? 1 : 0) + (tokens ? 1 : 0) + (own ? 1 : 0) > 1) {
            throw new SyntaxException("want only one of auth.htpasswd, auth.token and cooper.auth");
        }
        if (own) {
            return own(tree);
        }
        if (passwords) {
            return passwords(tree);
        }
        return tokens ? tokens(tree) : new AuthConfig.Open();
    }

    private static AuthConfig passwords(ConfigTree tree) {
        Optional<Path> file = file(tree, "auth.htpasswd.path");
        if (file.isEmpty()) {
            throw new SyntaxException("auth.htpasswd: want a path, the file of users and hashes");
        }
        String realm = tree.text("auth.htpasswd.realm").orElse("Registry");
        tree.drop("auth.htpasswd");
        return new AuthConfig.Passwords(file.get(), realm);
    }

    private static AuthConfig tokens(ConfigTree tree) {
        boolean redirect = tree.flag("auth.token.autoredirect", false);
        String path = given(tree, "auth.token.autoredirectpath").orElse("/auth/token");
        Optional<String> realm = given(tree, "auth.token.realm");
        AuthConfig.Tokens tokens =
                new AuthConfig.Tokens(
                        redirect ? path : realm.orElseThrow(() -> missing("realm")),
                        given(tree, "auth.token.service").orElseThrow(() -> missing("service")),
                        given(tree, "auth.token.issuer").orElseThrow(() -> missing("issuer")),
                        file(tree, "auth.token.rootcertbundle"),
                        file(tree, "auth.token.jwks"),
                        algorithms(tree));
        if (redirect && !path.startsWith("/")) {
            throw new SyntaxException("auth.token.autoredirectpath: want a path from /");
        }
        if (tokens.bundle().isEmpty() && tokens.jwks().isEmpty()) {
            throw missing("rootcertbundle or jwks");
        }
        return tokens;
    }

    private static AuthConfig own(ConfigTree tree) {
        tree.text("cooper.auth");
        Duration lifetime = tree.duration("cooper.auth.expiration", AuthConfig.Own.LIFETIME);
        if (lifetime.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new SyntaxException(
                    "cooper.auth.expiration: want at least 1m, for clients expect that");
        }
        return new AuthConfig.Own(
                given(tree, "cooper.auth.realm"),
                given(tree, "cooper.auth.service").orElse("cooper-registry"),
                given(tree, "cooper.auth.issuer").orElse("cooper"),
                lifetime,
                tree.texts("cooper.auth.anonymous").stream().map(Grant::parse).toList());
    }

    private static SyntaxException missing(String key) {
        return new SyntaxException("auth.token: want " + key + ", which is not there");
    }

    private static Set<String> algorithms(ConfigTree tree) {
        List<String> named = tree.texts("auth.token.signingalgorithms");
        for (String each : named) {
            if (!AuthConfig.ALGORITHMS.contains(each)) {
                throw new SyntaxException(
                        "auth.token.signingalgorithms: \""
                                + each
                                + "\" is not taken; want some of "
                                + String.join(", ", AuthConfig.ALGORITHMS));
            }
        }
        return Set.copyOf(named.isEmpty() ? AuthConfig.ALGORITHMS : named);
    }

    private static Optional<String> given(ConfigTree tree, String key) {
        return tree.text(key).filter(text -> !text.isEmpty());
    }

    private static Optional<Path> file(ConfigTree tree, String key) {
        return given(tree, key).map(Path::of);
    }
}
