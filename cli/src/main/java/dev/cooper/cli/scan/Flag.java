package dev.cooper.cli.scan;

import java.util.Locale;

/**
 * One thing a scan can be told.
 *
 * @param name of the option, without dashes; the variables are named after it
 * @param shorthand the one-letter form, or 0
 * @param key in the configuration file, with dots between its parts
 * @param type the word for its value in the help text; empty for a switch
 * @param isList whether it may be given several times, or several values with commas
 * @param effect what it does here
 * @param text what it does; for {@link Effect#REFUSED}, what to do instead; for {@link
 *     Effect#IGNORED}, what is said of it, if anything
 */
record Flag(
        String name,
        int shorthand,
        String key,
        String type,
        boolean isList,
        Effect effect,
        String text) {

    /** What Cooper does about it. */
    enum Effect {
        /** What it says. */
        OBEYED,
        /** Nothing, because it is so anyway; scripts that have it work. */
        IGNORED,
        /** A scan that asks for it ends with a sentence. */
        REFUSED
    }

    boolean isSwitch() {
        return type.isEmpty();
    }

    /** The variable without the name of the program, such as {@code EXIT_CODE}. */
    String variable() {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
