package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.ContentRange;
import dev.cooper.registry.protocol.Grant;
import dev.cooper.registry.protocol.Login;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.protocol.Route;
import dev.cooper.registry.protocol.Scope;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Fuzz target: what strangers write into requests, and who runs a registry into files. */
public final class RequestFuzz {
    private RequestFuzz() {}

    /** Throws only when something is wrong with a parser. Jazzer finds it by name. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        path(text);
        headers(text);
        configuration(text);
    }

    private static void path(String text) {
        try {
            Route route = Route.parse("/v2/" + text);
            if (route instanceof Route.Tags(String name)) {
                require(!name.contains("..") && !name.contains("//") && !name.startsWith("/"));
            }
            Names.tag(text);
            require(text.length() <= 128 && text.indexOf('/') < 0);
        } catch (ApiException _) {
            // the answer that a client gets
        }
    }

    private static void headers(String text) {
        try {
            ContentRange range = ContentRange.parse(text);
            require(range.first() >= 0 && range.length() > 0);
        } catch (ApiException _) {
            // the answer that a client gets
        }
        try {
            ByteRange.parse(text, 1_000)
                    .ifPresent(part ->
                            require(part.first() >= 0 && part.first() + part.length() <= 1_000));
        } catch (ApiException _) {
            // the answer that a client gets
        }
        Scope scope = Scope.parse(text);
        if (scope != null && !scope.actions().isEmpty()) {
            require(scope.equals(Scope.parse(scope.toString())));
        }
        Login.basic(Optional.of("Basic " + text));
    }

    private static void configuration(String text) {
        try {
            Grant grant = Grant.parse(text);
            require(grant.equals(Grant.parse(grant.toString())));
            grant.allows("team/shop/web-1", "pull");
        } catch (SyntaxException _) {
            // a sentence for the user
        }
        try {
            ConfigTree tree = ConfigTree.parse(text, "config.yml", Map.of());
            HttpSection.read(tree);
            LimitsConfig.read(tree);
            AuthSection.read(tree);
            tree.rest();
        } catch (SyntaxException | java.nio.file.InvalidPathException _) {
            // a sentence for the user
        }
    }

    private static void require(boolean truth) {
        if (!truth) {
            throw new IllegalStateException("a parser took what it should refuse");
        }
    }
}
