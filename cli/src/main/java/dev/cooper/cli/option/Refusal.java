package dev.cooper.cli.option;

/**
 * An option of another program that is not here.
 *
 * @param name the long name without dashes
 * @param isSwitch whether it takes no value
 * @param why what is missing, and what to do instead
 */
record Refusal(String name, boolean isSwitch, String why) {
    UsageException exception() {
        return new UsageException("--" + name + " is not here: " + why);
    }
}
