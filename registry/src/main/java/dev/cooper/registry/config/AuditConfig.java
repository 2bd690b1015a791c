package dev.cooper.registry.config;

import java.nio.file.Path;

/**
 * Where it is written who has changed what, and who was refused.
 *
 * @param file a line of JSON each is added to it
 * @param sync whether a change is answered only when its line is on the disk
 */
public record AuditConfig(Path file, boolean sync) {}
