package dev.cooper.scan.report;

/**
 * What was scanned.
 *
 * @param name as the user called it
 * @param id the same for the same thing under the same name; may be empty
 */
public record Artifact(String name, ArtifactType type, String id) {}
