/**
 * Where image content is kept. A {@link dev.cooper.store.Place} holds content and names; {@link
 * dev.cooper.store.LocalStore} is the place of one user on this machine and {@link
 * dev.cooper.store.OciLayout} a directory to exchange; {@link dev.cooper.store.Copy} moves a graph
 * of content from one place to another. {@link dev.cooper.store.Snapshots} are the unpacked layers.
 *
 * <p>Everything here survives a kill at any moment and may be used by several processes at once.
 * Not for making images (see the room {@code build}) and not for reading layers (see {@code
 * archive}); image archives are in {@link dev.cooper.store.archive}.
 */
@NullMarked
package dev.cooper.store;

import org.jspecify.annotations.NullMarked;
