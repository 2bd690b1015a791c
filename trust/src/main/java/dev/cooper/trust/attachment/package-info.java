/**
 * What hangs on an image: manifests that refer to it, and cosign's tags beside it. Nothing is
 * verified here.
 */
@NullMarked
package dev.cooper.trust.attachment;

import org.jspecify.annotations.NullMarked;
