package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of an image, normalised as docker does: {@code alpine} is {@code
 * docker.io/library/alpine}.
 *
 * @param registry host and port, for example {@code docker.io} or {@code localhost:5000}
 * @param repository the path in the registry, for example {@code library/alpine}
 * @param tag the tag, if the name has one
 * @param digest the digest, if the name has one
 */
public record Reference(
        String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    /** The registry of names without one. */
    public static final String DOCKER_HUB = "docker.io";

    private static final String OFFICIAL = "library/";
    private static final int MAX_REPOSITORY = 255;
    private static final String DEFAULT_TAG = "latest";

    /** Refuses parts that the grammar of references does not allow. */
    public Reference {
        String problem = ReferenceGrammar.problem(registry, repository, tag);
        if (problem != null) {
            throw new SyntaxException("invalid reference format: " + problem);
        }
        if (repository.length() > MAX_REPOSITORY) {
            throw new SyntaxException(
                    "invalid reference format: repository name must not be more than "
                            + MAX_REPOSITORY
                            + " characters");
        }
    }

    /**
     * Reads a reference as users write it, for example {@code alpine}, {@code shop:1}, {@code
     * localhost:5000/team/shop@sha256:…}.
     *
     * @throws SyntaxException when the text is no reference
     */
    public static Reference parse(String text) {
        try {
            return parseParts(text);
        } catch (SyntaxException e) {
            throw new SyntaxException(
                    "invalid reference \"" + Json.excerpt(text) + "\": " + e.getMessage(), e);
        }
    }

    private static Reference parseParts(String text) {
        if (text.isEmpty()) {
            throw new SyntaxException("invalid reference format: it is empty");
        }
        if (ReferenceGrammar.isIdentifier(text)) {
            throw new SyntaxException(
                    "invalid repository name, cannot specify 64-byte hexadecimal strings");
        }
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(Digest.parse(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon >= 0 && rest.indexOf('/', colon) < 0) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        String registry = DOCKER_HUB;
        String repository = rest;
        if (slash >= 0 && isRegistry(rest.substring(0, slash))) {
            registry = rest.substring(0, slash);
            repository = rest.substring(slash + 1);
        }
        if (registry.equals("index.docker.io")) {
            registry = DOCKER_HUB;
        }
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = OFFICIAL + repository;
        }
        return new Reference(registry, repository, tag, digest);
    }

    /**
     * Tells whether a text, which {@link #parse} takes, names a registry; where it does not, Docker
     * Hub is meant.
     */
    public static boolean namesRegistry(String text) {
        int slash = text.indexOf('/');
        return slash >= 0 && isRegistry(text.substring(0, slash));
    }

    private static boolean isRegistry(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    /** Returns registry and repository, without tag and digest. */
    public String name() {
        return registry + "/" + repository;
    }

    /** Returns the name as docker prints it: without {@code docker.io/} and {@code library/}. */
    public String familiarName() {
        if (!registry.equals(DOCKER_HUB)) {
            return name();
        }
        String rest =
                repository.startsWith(OFFICIAL)
                                && repository.indexOf('/', OFFICIAL.length()) < 0
                                && !ReferenceGrammar.isIdentifier(
                                        repository.substring(OFFICIAL.length()))
                        ? repository.substring(OFFICIAL.length())
                        : repository;
        int slash = rest.indexOf('/');
        // docker.io/localhost/x and docker.io/a.b/x would be read as other registries
        return slash >= 0 && isRegistry(rest.substring(0, slash)) ? name() : rest;
    }

    /** Returns the reference as docker prints it, for example {@code shop:1}. */
    public String familiar() {
        return familiarName() + suffix();
    }

    /** Returns this reference, with the tag {@code latest} if it has neither tag nor digest. */
    public Reference withDefaultTag() {
        return tag.isPresent() || digest.isPresent() ? this : withTag(DEFAULT_TAG);
    }

    /** Returns this reference with another tag. */
    public Reference withTag(String newTag) {
        return new Reference(registry, repository, Optional.of(newTag), digest);
    }

    /** Returns this reference with another digest. */
    public Reference withDigest(Digest newDigest) {
        return new Reference(registry, repository, tag, Optional.of(newDigest));
    }

    /** Returns registry and repository as a reference, without tag and digest. */
    public Reference withoutTagAndDigest() {
        return new Reference(registry, repository, Optional.empty(), Optional.empty());
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    // by hand, as what the compiler makes for records is linked slowly at start-up
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reference reference
                && registry.equals(reference.registry)
                && repository.equals(reference.repository)
                && tag.equals(reference.tag)
                && digest.equals(reference.digest);
    }

    @Override
    public int hashCode() {
        return 31 * repository.hashCode() + tag.hashCode();
    }

    /** Returns the full form, for example {@code docker.io/library/shop:1}. */
    @Override
    public String toString() {
        return name() + suffix();
    }
}
