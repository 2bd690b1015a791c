/**
 * What users and makers have said about findings: lists of what to ignore, and statements in VEX
 * documents (OpenVEX, CycloneDX, CSAF, repositories of them). A file that cannot be read ends the
 * scan: without it, it would say something else than was asked for.
 */
@NullMarked
package dev.cooper.scan.vex;

import org.jspecify.annotations.NullMarked;
