package dev.cooper.cli;

import dev.cooper.oci.SyntaxException;

import java.util.Optional;

/**
 * A repository of the registry itself, by its name there, and perhaps a tag.
 *
 * @param repository such as {@code team/shop}
 * @param tag the tag, if there is one
 */
record ServedTag(String repository, Optional<String> tag) {
    static ServedTag parse(String operand) {
        int colon = operand.lastIndexOf(':');
        String repository = colon < 0 ? operand : operand.substring(0, colon);
        if (repository.isEmpty() || repository.contains("@") || repository.contains(":")) {
            throw new SyntaxException(
                    operand
                            + ": want the name of a repository in the registry, without its host,"
                            + " such as team/shop or team/shop:1");
        }
        return new ServedTag(
                repository,
                colon < 0 ? Optional.empty() : Optional.of(operand.substring(colon + 1)));
    }
}
