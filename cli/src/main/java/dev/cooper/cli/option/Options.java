package dev.cooper.cli.option;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one command line said. Asking for an option that its command did not declare is a bug. */
public final class Options {
    private final Usage usage;
    private final Map<String, List<String>> given;
    private final List<String> operands;
    private final boolean help;

    Options(Usage usage, Map<String, List<String>> given, List<String> operands, boolean help) {
        this.usage = usage;
        this.given = given;
        this.operands = operands;
        this.help = help;
    }

    /**
     * The words that are not options.
     *
     * @return the operands in the order given
     */
    public List<String> operands() {
        return operands;
    }

    /**
     * Whether a switch is on.
     *
     * @param name a declared switch
     * @return false when it was not given or given as {@code --name=false}
     */
    public boolean isOn(String name) {
        return values(name).equals(List.of("true"));
    }

    /**
     * Whether an option was given at all.
     *
     * @param name a declared option
     * @return true also for {@code --name=} and {@code --name=false}
     */
    public boolean given(String name) {
        return !values(name).isEmpty();
    }

    /**
     * The value of an option.
     *
     * @param name a declared option
     * @return the last value given, possibly an empty string
     */
    public Optional<String> value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /**
     * All values of a repeatable option.
     *
     * @param name a declared option
     * @return the values in the order given
     */
    public List<String> values(String name) {
        if (usage.find(name) == null) {
            throw new IllegalStateException("option " + name + " is not declared");
        }
        return given.getOrDefault(name, List.of());
    }

    /**
     * The two words after an option that takes two.
     *
     * @param name a declared option
     * @return two words, or none where it was not given
     */
    public List<String> pair(String name) {
        return values(name);
    }

    /**
     * Whether {@code --help} was given.
     *
     * @return true to print the help text and do nothing else
     */
    public boolean wantsHelp() {
        return help;
    }
}
