package dev.cooper.policy.kyverno;

import dev.cooper.oci.Reference;
import dev.cooper.policy.document.Wildcard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of one image that patterns are compared with.
 *
 * @param kyverno the one that Kyverno compares
 * @param others more that people mean: without {@code docker.io/}, and with the tag that Kyverno
 *     drops where there is a digest
 */
record ImageNames(String kyverno, Set<String> others) {
    static ImageNames of(String image) {
        Reference name = Reference.parse(image).withDefaultTag();
        String repository = name.repository();
        boolean hub = name.registry().equals(Reference.DOCKER_HUB);
        if (hub && repository.startsWith("library/") && !image.contains("library/")) {
            repository = repository.substring("library/".length());
        }
        String path = name.registry() + "/" + repository;
        String tagged = name.tag().map(tag -> ":" + tag).orElse("");
        String kyverno = path + name.digest().map(digest -> "@" + digest).orElse(tagged);
        Set<String> others = new LinkedHashSet<>();
        if (!tagged.isEmpty()) {
            others.add(path + tagged);
        }
        if (hub) {
            others.add(kyverno.substring(Reference.DOCKER_HUB.length() + 1));
            others.add(repository + tagged);
        }
        return new ImageNames(kyverno, others);
    }

    /** Whether one of the patterns matches a name; the more names, the more is verified. */
    boolean isMeant(List<Wildcard> patterns) {
        return isExactly(patterns)
                || patterns.stream().anyMatch(each -> others.stream().anyMatch(each::matches));
    }

    /** Whether one of the patterns matches the name that Kyverno compares. */
    boolean isExactly(List<Wildcard> patterns) {
        return patterns.stream().anyMatch(each -> each.matches(kyverno));
    }
}
