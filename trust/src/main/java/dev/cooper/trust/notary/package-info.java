/**
 * Notary's first version, which Docker Content Trust is made of: signed lists of tags in the form
 * of an early TUF, their keys, who may change them, and their servers.
 */
@NullMarked
package dev.cooper.trust.notary;

import org.jspecify.annotations.NullMarked;
