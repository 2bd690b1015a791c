package dev.cooper.inventory.sbom;

import dev.cooper.inventory.ImageInventory;

import java.time.Instant;

/**
 * An inventory to be written down.
 *
 * @param created when it is written, to the second
 * @param tool the version of Cooper
 */
public record Sbom(Subject subject, ImageInventory inventory, Instant created, String tool) {}
