/**
 * What is inside an image: catalogers read the packages of each layer from one walk over its tar,
 * and the inventories of layers are laid over each other as the layers are. Nothing here judges
 * what it finds; that is the business of {@code scan}.
 */
@NullMarked
package dev.cooper.inventory;

import org.jspecify.annotations.NullMarked;
