/**
 * Checks Dockerfiles, images' configurations and Kubernetes manifests for what is known to go
 * wrong. Not for what is in an image's files.
 */
@NullMarked
package dev.cooper.scan.misconfiguration;

import org.jspecify.annotations.NullMarked;
