package dev.cooper.scan.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression of RE2's syntax, which is that of Go's programs, compiled when it is first
 * needed. It takes time in proportion to the text, whatever expression and text are (decision
 * 1151). Texts hold a byte in each character.
 */
final class Expression {
    private final String text;
    private volatile @Nullable Pattern compiled;

    Expression(String text) {
        this.text = text;
    }

    /**
     * An expression that a user wrote.
     *
     * @param where names file and rule
     * @throws SyntaxException when it cannot be compiled
     */
    static Expression checked(String text, String where) {
        if (FoldedLetters.hasEndless(text)) {
            throw new SyntaxException(
                    where
                            + ": an expression for which case makes no difference cannot have the"
                            + " letters U+1C80 to U+1C88, nor a range over them");
        }
        Expression expression = new Expression(text);
        try {
            expression.pattern();
        } catch (PatternSyntaxException e) {
            throw new SyntaxException(where + ": " + e.getMessage());
        }
        return expression;
    }

    String text() {
        return text;
    }

    Matcher matcher(CharSequence in) {
        return pattern().matcher(in);
    }

    boolean isIn(CharSequence in) {
        return pattern().matcher(in).find();
    }

    /** The number of a group, by its name. */
    int group(String name, String where) {
        Integer number = pattern().namedGroups().get(name);
        if (number == null) {
            throw new SyntaxException(where + ": the expression has no group \"" + name + "\"");
        }
        return number;
    }

    int groups() {
        return pattern().groupCount();
    }

    private Pattern pattern() {
        Pattern pattern = compiled;
        if (pattern == null) {
            pattern = Pattern.compile(text);
            compiled = pattern;
        }
        return pattern;
    }
}
