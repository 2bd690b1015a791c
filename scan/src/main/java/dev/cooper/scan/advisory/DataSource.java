package dev.cooper.scan.advisory;

/**
 * Who publishes advisories.
 *
 * @param id as {@link Advisory#source} has it, such as {@code ghsa}
 * @param name for people
 * @param url where they are published; may be empty
 * @param base the id of the source whose data it passes on; mostly empty
 */
public record DataSource(String id, String name, String url, String base) {}
