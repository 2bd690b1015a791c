package dev.cooper.registry.proxy;

import java.util.Optional;

/**
 * A repository that is the cache of another registry's.
 *
 * @param mirror the other registry
 * @param local its name here
 * @param remote its name there
 * @param asked the name in the address of the request
 * @param namespace the host that the request names in {@code ns}
 */
public record Mirrored(
        Mirror mirror, String local, String remote, String asked, Optional<String> namespace) {}
