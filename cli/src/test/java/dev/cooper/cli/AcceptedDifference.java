package dev.cooper.cli;

import java.util.regex.Pattern;

/**
 * A difference between Cooper and a peer that is meant to be: a pattern of the difference's line
 * ({@code *} stands for anything) and why.
 *
 * @param everyCase it stands in the file for all cases, where it need not occur
 */
record AcceptedDifference(Pattern pattern, String text, String reason, boolean everyCase) {

    static AcceptedDifference parse(String line, boolean everyCase, String where) {
        int separator = line.indexOf(" # ");
        if (separator < 0) {
            throw new IllegalArgumentException(
                    where + ": a difference needs a reason after \" # \": " + line);
        }
        String text = line.substring(0, separator).strip();
        StringBuilder regex = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return new AcceptedDifference(
                Pattern.compile(regex.toString()), text, line.substring(separator + 3), everyCase);
    }

    boolean accepts(String difference) {
        return pattern.matcher(difference).matches();
    }
}
