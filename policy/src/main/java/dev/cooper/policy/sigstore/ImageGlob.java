package dev.cooper.policy.sigstore;

import com.google.re2j.Pattern;

import dev.cooper.oci.Reference;
import dev.cooper.policy.document.YamlNode;

/**
 * Which images a policy is about: {@code *} stands for anything but {@code /}, {@code **} for
 * anything. Names are complete, with {@code index.docker.io} for Docker Hub, or as they are
 * written.
 */
record ImageGlob(Pattern pattern) {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_:/*.@-]+");

    static ImageGlob read(YamlNode node) {
        String glob = node.wantedText();
        if (!LEGAL.matches(glob)) {
            throw node.wrong("want letters, digits and -_:/*.@ in a glob");
        }
        String whole =
                switch (glob) {
                    case "*" -> "index.docker.io/library/*";
                    case "*/*" -> "index.docker.io/*/*";
                    default -> glob;
                };
        String pattern =
                whole.replace(".", "\\.")
                        .replace("**", "#")
                        .replace("*", "[^/]*")
                        .replace("#", ".*");
        return new ImageGlob(Pattern.compile(pattern));
    }

    boolean matches(String image) {
        Reference name = Reference.parse(image).withDefaultTag();
        boolean hub = name.registry().equals(Reference.DOCKER_HUB);
        String path = (hub ? "index.docker.io" : name.registry()) + "/" + name.repository();
        String tag = name.tag().map(each -> ":" + each).orElse("");
        String full = path + name.digest().map(digest -> "@" + digest).orElse(tag);
        return pattern.matches(full)
                || pattern.matches(image)
                || (!tag.isEmpty() && pattern.matches(path + tag));
    }
}
