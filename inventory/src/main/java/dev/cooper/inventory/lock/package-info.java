/**
 * Lock files and manifests of projects, in which package managers write down what they have chosen.
 * Each reader is a pure function of the bytes and of files beside them; nothing is asked of a
 * network. Not for what is installed: the catalogers of languages see to that.
 */
@NullMarked
package dev.cooper.inventory.lock;

import org.jspecify.annotations.NullMarked;
