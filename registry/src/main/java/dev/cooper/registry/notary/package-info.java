/** Trust data of images as notary's server keeps it, for its clients and docker's. */
@NullMarked
package dev.cooper.registry.notary;

import org.jspecify.annotations.NullMarked;
