package dev.cooper.policy.kyverno;

/**
 * What kind of thing is stated of an image.
 *
 * @param type of the predicate, or of the artifact
 * @param isArtifact whether an artifact states it that refers to the image
 */
record AttestationType(String type, boolean isArtifact) {}
