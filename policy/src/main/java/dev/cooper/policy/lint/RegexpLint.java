package dev.cooper.policy.lint;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.lint.Finding.Severity;

import java.util.List;
import java.util.Set;

/** Looks at regular expressions that names must match: they match parts of names, too. */
final class RegexpLint {
    /** What almost every name matches, so that it says nothing. */
    private static final Set<String> ANYTHING = Set.of("", ".", ".*", ".+", ".*?", ".+?", "(.*)");

    private final Findings findings;

    RegexpLint(Findings findings) {
        this.findings = findings;
    }

    /** Tells whether an expression is there and says nothing of who. */
    static boolean isAnything(String expression) {
        String inner = expression;
        if (inner.startsWith("^")) {
            inner = inner.substring(1);
        }
        if (inner.endsWith("$")) {
            inner = inner.substring(0, inner.length() - 1);
        }
        return !expression.isEmpty() && ANYTHING.contains(inner);
    }

    void check(YamlNode at) {
        String text = at.text();
        if (text.isEmpty() || text.contains("{{")) {
            return;
        }
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            findings.error(
                    at,
                    "bad-regexp",
                    "\"" + text + "\" is no regular expression: " + e.getDescription(),
                    "write one of RE2, as Go reads them");
            return;
        }
        if (!isAnything(text)) {
            anchors(at, text);
            dots(at, text);
        }
    }

    private void anchors(YamlNode at, String text) {
        String rule = "unanchored-regexp";
        if (hasAlternatives(text)) {
            findings.error(
                    at,
                    rule,
                    "of the alternatives of \""
                            + text
                            + "\", ^ and $ bind only the one they stand in, so that the others"
                            + " match in the middle of any name",
                    "put the alternatives in parentheses: ^(…|…)$");
            return;
        }
        boolean begins = text.startsWith("^") || text.startsWith("\\A");
        boolean ends = (text.endsWith("$") && !text.endsWith("\\$")) || text.endsWith("\\z");
        if (!begins) {
            findings.error(
                    at,
                    rule,
                    "\"" + text + "\" matches in the middle of any name, too",
                    "begin it with ^ and end it with $");
        } else if (!ends) {
            findings.add(
                    namesAPath(text) ? Severity.WARNING : Severity.ERROR,
                    at,
                    rule,
                    "\"" + text + "\" matches every name that only begins so",
                    "end it with $");
        }
    }

    /** Whether a host stands in it as a whole, so that only paths below may differ. */
    private static boolean namesAPath(String text) {
        int host = text.indexOf("://");
        return host >= 0 && text.indexOf('/', host + 3) > 0;
    }

    /** Whether alternatives stand outside of parentheses and classes. */
    private static boolean hasAlternatives(String text) {
        int deep = 0;
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == '\\') {
                i++;
            } else if (inClass) {
                inClass = one != ']';
            } else if (one == '|' && deep == 0) {
                return true;
            } else {
                inClass = one == '[';
                deep += one == '(' ? 1 : one == ')' ? -1 : 0;
            }
        }
        return false;
    }

    private void dots(YamlNode at, String text) {
        for (String end : List.of("com", "org", "net", "io", "dev")) {
            int dot = text.indexOf("." + end);
            int after = dot + 1 + end.length();
            boolean word = after < text.length() && Character.isLetterOrDigit(text.charAt(after));
            if (dot > 0 && text.charAt(dot - 1) != '\\' && !word) {
                findings.warning(
                        at,
                        "unescaped-dot",
                        "the dot before \"" + end + "\" stands for any character",
                        "write \\." + end);
                return;
            }
        }
    }
}
