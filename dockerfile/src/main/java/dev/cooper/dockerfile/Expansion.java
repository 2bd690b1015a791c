package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces variables in words and takes quotes away, as a shell would.
 *
 * <p>An expansion looks variables up in one environment and remembers which ones it met. Make a new
 * one for each instruction. Not safe for use by several threads.
 */
public final class Expansion {
    private final Environment environment;
    private final char escape;
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> undefined = new LinkedHashSet<>();

    /**
     * Expands with the given variables.
     *
     * @param escape the file's escape character: a backslash or a backtick
     */
    public Expansion(Environment environment, char escape) {
        this.environment = environment;
        this.escape = escape;
    }

    /**
     * Expands a text to one word; blanks in it stay.
     *
     * @throws SyntaxException when quotes or braces do not match, an operator is not known, or a
     *     variable is missing that {@code ${x:?}} asks for
     */
    public String word(String text) {
        if (isPlain(text)) {
            return text;
        }
        return new ShellWord(this, text, escape, true).expandAll().text();
    }

    /**
     * Expands a text and splits the result at blanks that are not quoted.
     *
     * @throws SyntaxException as {@link #word} does
     */
    public List<String> words(String text) {
        return new ShellWord(this, text, escape, true).expandAll().words();
    }

    /**
     * Expands the body of a heredoc: quotes have no meaning there and stay; a backslash takes the
     * meaning of the character behind it and goes.
     *
     * @throws SyntaxException as {@link #word} does
     */
    public String body(String text) {
        if (text.indexOf('$') < 0 && text.indexOf('\\') < 0) {
            return text;
        }
        return new ShellWord(this, text, '\\', false).expandAll().text();
    }

    /** The variables that were looked up and found, in order of first use. */
    public Set<String> used() {
        return Collections.unmodifiableSet(used);
    }

    /** The variables that were looked up and not found, in order of first use. */
    public Set<String> undefined() {
        return Collections.unmodifiableSet(undefined);
    }

    /** The variables this expansion can see. */
    public Environment environment() {
        return environment;
    }

    /** The escape character. */
    public char escape() {
        return escape;
    }

    Optional<String> lookup(String name) {
        Optional<String> value = environment.lookup(name);
        (value.isPresent() ? used : undefined).add(name);
        return value;
    }

    private boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$' || c == '\'' || c == '"' || c == escape) {
                return false;
            }
        }
        return true;
    }
}
