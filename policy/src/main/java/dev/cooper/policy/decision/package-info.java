/** What a policy says of an image and why: the same words at build, push, pull and admission. */
@NullMarked
package dev.cooper.policy.decision;

import org.jspecify.annotations.NullMarked;
