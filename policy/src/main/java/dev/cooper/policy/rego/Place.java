package dev.cooper.policy.rego;

import dev.cooper.oci.SyntaxException;

/**
 * A place in a module.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(String file, int line, int column) {
    SyntaxException wrong(String why) {
        return new SyntaxException(this + ": " + why);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
