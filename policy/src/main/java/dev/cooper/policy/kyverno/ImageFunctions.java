package dev.cooper.policy.kyverno;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.Arguments;
import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Function;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What expressions about images may call, beside the functions of the language. */
final class ImageFunctions {
    private static final String HUB = "index.docker.io";

    /** Those that ask a registry. */
    static final List<String> IMAGE_DATA =
            List.of("getImageData", "image.getMetadata", "image.GetMetadata");

    /** Those that ask a cluster. */
    static final List<String> LOOKUPS =
            List.of("resource.get", "resource.Get", "resource.list", "resource.List");

    /** Those about names alone. */
    static final Map<String, Function> NAMES = names();

    /** All, to read expressions with; who verifies is known when they are worked out. */
    static final Map<String, Function> ALL = all();

    private ImageFunctions() {}

    /** A name that was read. */
    private record Name(Reference reference) {
        String registry() {
            return reference.registry().equals(Reference.DOCKER_HUB) ? HUB : reference.registry();
        }

        String digest() {
            return reference.digest().map(Object::toString).orElse("");
        }

        String identifier() {
            return digest().isEmpty() ? reference.tag().orElse("") : digest();
        }
    }

    /** What a function says of a name. */
    private interface Part {
        Object of(Name name);
    }

    private static Map<String, Function> names() {
        Map<String, Function> all = new HashMap<>();
        for (String name : List.of("image", "parseImageReference")) {
            all.put(name, arguments -> parse(one(name, arguments).text(0)));
        }
        all.put("isImage", arguments -> isImage(one("isImage", arguments).text(0)));
        part(all, "containsDigest", name -> !name.digest().isEmpty());
        part(all, "registry", Name::registry);
        part(all, "repository", name -> name.reference().repository());
        part(all, "identifier", Name::identifier);
        part(all, "tag", name -> name.reference().tag().orElse(""));
        part(all, "digest", Name::digest);
        return Map.copyOf(all);
    }

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>(NAMES);
        List<String> later = new ArrayList<>(IMAGE_DATA);
        later.addAll(LOOKUPS);
        later.addAll(
                List.of(
                        "verifyImageSignatures",
                        "verifyAttestationSignatures",
                        "extractPayload",
                        "payload"));
        for (String name : later) {
            all.put(name, _ -> unknown(name));
        }
        return Map.copyOf(all);
    }

    private static @Nullable Object unknown(String name) {
        throw new CelException(name + "() is not known here");
    }

    private static void part(Map<String, Function> all, String name, Part part) {
        all.put(name, arguments -> part.of(one(name, arguments).at(0, Name.class)));
    }

    private static Arguments one(String name, List<@Nullable Object> arguments) {
        return new Arguments(name, arguments).sized(1, 1);
    }

    private static Name parse(String text) {
        try {
            return new Name(Reference.parse(text).withDefaultTag());
        } catch (SyntaxException e) {
            throw new CelException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isImage(String text) {
        try {
            parse(text);
            return true;
        } catch (CelException _) {
            return false;
        }
    }
}
