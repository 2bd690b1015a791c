package dev.cooper.cli.option;

/**
 * One declared option.
 *
 * @param name the long name without dashes
 * @param shorthand the one-letter form, or 0
 * @param kind how many values it takes
 * @param type the word for its value in the help text, empty for a switch
 * @param text what it does; line breaks are kept
 */
record Option(String name, char shorthand, Kind kind, String type, String text) {
    enum Kind {
        SWITCH,
        VALUE,
        LIST,
        PAIR
    }

    boolean takesValue() {
        return kind != Kind.SWITCH;
    }
}
