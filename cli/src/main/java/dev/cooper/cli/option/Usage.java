package dev.cooper.cli.option;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command accepts: its options, the number of its operands and its help text, in docker's
 * layout. Filled once by the command and then only read.
 */
public final class Usage {
    private static final int HELP_WIDTH = 80;

    private final String line;
    private final String summary;
    private final List<String> aliases = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private String details = "";
    private int least = 0;
    private int most = Integer.MAX_VALUE;

    private Usage(String line, String summary) {
        this.line = line;
        this.summary = summary;
    }

    /**
     * Starts the description of a command.
     *
     * @param line the usage line, {@code cooper images [OPTIONS] [REPOSITORY[:TAG]]}
     * @param summary what the command does, without a full stop
     * @return the description, to be filled
     */
    public static Usage of(String line, String summary) {
        return new Usage(line, summary);
    }

    /**
     * Declares an option that is on or off.
     *
     * @param name the long name without dashes
     * @param shorthand the one-letter form, or 0
     * @param text what it does; with an empty one the help text does not list the option
     * @return this
     */
    public Usage flag(String name, int shorthand, String text) {
        options.add(new Option(name, (char) shorthand, Option.Kind.SWITCH, "", text));
        return this;
    }

    /**
     * Declares an option with a value; the last one given counts.
     *
     * @param name the long name without dashes
     * @param shorthand the one-letter form, or 0
     * @param type the word for the value in the help text
     * @param text what it does
     * @return this
     */
    public Usage value(String name, int shorthand, String type, String text) {
        options.add(new Option(name, (char) shorthand, Option.Kind.VALUE, type, text));
        return this;
    }

    /**
     * Declares an option with a value that may be given several times.
     *
     * @param name the long name without dashes
     * @param shorthand the one-letter form, or 0
     * @param type the word for the value in the help text
     * @param text what it does
     * @return this
     */
    public Usage list(String name, int shorthand, String type, String text) {
        options.add(new Option(name, (char) shorthand, Option.Kind.LIST, type, text));
        return this;
    }

    /**
     * Declares an option that takes the two words after it.
     *
     * @param name the long name without dashes
     * @param type the words for its values in the help text
     * @param text what it does
     * @return this
     */
    public Usage pair(String name, String type, String text) {
        options.add(new Option(name, (char) 0, Option.Kind.PAIR, type, text));
        return this;
    }

    /**
     * Names a switch of another program that is not here; one that is declared as well is here.
     * Switched off it is accepted.
     *
     * @param name the long name without dashes
     * @param why what is missing, and what to do instead
     * @return this
     */
    public Usage refuseFlag(String name, String why) {
        refusals.add(new Refusal(name, true, why));
        return this;
    }

    /**
     * Names an option with a value of another program that is not here; one that is declared as
     * well is here.
     *
     * @param name the long name without dashes
     * @param why what is missing, and what to do instead
     * @return this
     */
    public Usage refuseValue(String name, String why) {
        refusals.add(new Refusal(name, false, why));
        return this;
    }

    /**
     * Says how many operands are accepted; without this call, any number.
     *
     * @param least the fewest
     * @param most the most
     * @return this
     */
    public Usage operands(int least, int most) {
        this.least = least;
        this.most = most;
        return this;
    }

    /**
     * Names the ways to call the command, as the help text lists them.
     *
     * @param names full names such as {@code cooper image ls}
     * @return this
     */
    public Usage aliases(String... names) {
        aliases.addAll(List.of(names));
        return this;
    }

    /**
     * Adds paragraphs below the options.
     *
     * @param text the text, printed as it is
     * @return this
     */
    public Usage details(String text) {
        this.details = text;
        return this;
    }

    /**
     * The command as the user calls it.
     *
     * @return the words of the usage line before its first operand, {@code cooper image ls}
     */
    public String command() {
        int end = 0;
        while (end < line.length()) {
            int next = line.indexOf(' ', end);
            int stop = next < 0 ? line.length() : next;
            if (!isWord(line, end, stop)) {
                break;
            }
            end = stop + 1;
        }
        return line.substring(0, Math.max(0, end - 1));
    }

    private static boolean isWord(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c != '-' || i == from)) {
                return false;
            }
        }
        return to > from;
    }

    /**
     * What the command does.
     *
     * @return one line without a full stop
     */
    public String summary() {
        return summary;
    }

    /**
     * Reads a command line. Options and operands may be mixed; {@code --} ends the options.
     *
     * @param args the words after the command
     * @return what was said
     * @throws UsageException when an option is unknown or malformed, or the number of operands is
     *     wrong
     */
    public Options parse(List<String> args) {
        Options parsed = new OptionParser(this).parse(args);
        if (!parsed.wantsHelp()) {
            checkOperands(parsed.operands().size());
        }
        return parsed;
    }

    private void checkOperands(int given) {
        if (given >= least && given <= most) {
            return;
        }
        if (most == 0) {
            throw new UsageException(
                    "'" + command() + "' accepts no arguments, " + given + " given");
        }
        String bound = least == most ? "" : given < least ? "at least " : "at most ";
        int wanted = given < least ? least : most;
        throw new UsageException(
                "'"
                        + command()
                        + "' requires "
                        + bound
                        + wanted
                        + (wanted == 1 ? " argument, " : " arguments, ")
                        + given
                        + " given");
    }

    @Nullable Option find(String name) {
        for (Option option : options) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    @Nullable Option find(char shorthand) {
        for (Option option : options) {
            if (option.shorthand() == shorthand) {
                return option;
            }
        }
        return null;
    }

    @Nullable Refusal refusal(String name) {
        for (Refusal refusal : refusals) {
            if (refusal.name().equals(name)) {
                return refusal;
            }
        }
        return null;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Option option : options) {
            names.add(option.name());
        }
        return names;
    }

    /**
     * The help text.
     *
     * @return several lines, each ended by a line feed
     */
    public String help() {
        StringBuilder text = new StringBuilder();
        text.append("Usage:  ").append(line).append("\n\n").append(summary).append('\n');
        if (!aliases.isEmpty()) {
            text.append("\nAliases:\n  ").append(String.join(", ", aliases)).append('\n');
        }
        if (!options.isEmpty()) {
            text.append("\nOptions:\n");
            appendOptions(text);
        }
        if (!details.isEmpty()) {
            text.append('\n').append(details.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private void appendOptions(StringBuilder text) {
        List<Option> sorted = new ArrayList<>(options);
        sorted.removeIf(option -> option.text().isEmpty());
        sorted.sort((a, b) -> a.name().compareTo(b.name()));
        int column = 0;
        for (Option option : sorted) {
            column = Math.max(column, head(option).length());
        }
        for (Option option : sorted) {
            String head = head(option);
            text.append(head).append(" ".repeat(column - head.length() + 3));
            appendWrapped(text, option.text(), column + 3);
        }
    }

    private static String head(Option option) {
        String shorthand =
                option.shorthand() == 0 ? "      --" : "  -" + option.shorthand() + ", --";
        return shorthand + option.name() + (option.type().isEmpty() ? "" : " " + option.type());
    }

    private static void appendWrapped(StringBuilder text, String paragraph, int indent) {
        int room = Math.max(24, HELP_WIDTH - indent);
        boolean first = true;
        for (String whole : paragraph.split("\n", -1)) {
            String rest = whole;
            while (true) {
                if (!first) {
                    text.append(" ".repeat(indent));
                }
                first = false;
                int cut = rest.length() <= room ? -1 : rest.lastIndexOf(' ', room);
                if (cut <= 0) {
                    text.append(rest).append('\n');
                    break;
                }
                text.append(rest, 0, cut).append('\n');
                rest = rest.substring(cut + 1);
            }
        }
    }
}
