/**
 * The data model of OCI and Docker images: {@link dev.cooper.oci.Digest}, {@link
 * dev.cooper.oci.Reference}, {@link dev.cooper.oci.Platform}, {@link dev.cooper.oci.Descriptor},
 * {@link dev.cooper.oci.ImageManifest}, {@link dev.cooper.oci.ImageIndex}, {@link
 * dev.cooper.oci.ImageConfig}, and the JSON they are written in. All of it is immutable data;
 * everything that reads foreign text is bounded and answers with a {@link
 * dev.cooper.oci.SyntaxException}.
 *
 * <p>Not for I/O of any kind, and not for keeping documents: whoever moves a manifest keeps its
 * bytes, since writing a parsed one again need not give the same digest.
 */
@NullMarked
package dev.cooper.oci;

import org.jspecify.annotations.NullMarked;
