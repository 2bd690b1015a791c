package dev.cooper.policy.jmespath;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Puts a text in the place of what an expression matches, as Go does it: {@code $1} and {@code
 * ${name}} are what groups have matched, {@code $$} is a dollar, and a group that there is not is
 * nothing.
 */
final class Replacement {
    private final Pattern pattern;
    private final String template;

    Replacement(Pattern pattern, String template) {
        this.pattern = pattern;
        this.template = template;
    }

    String in(String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder result = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            result.append(text, end, matcher.start());
            expand(matcher, result);
            end = matcher.end();
        }
        return result.append(text.substring(end)).toString();
    }

    private void expand(Matcher matcher, StringBuilder result) {
        int at = 0;
        while (at < template.length()) {
            char one = template.charAt(at);
            if (one != '$' || at + 1 == template.length()) {
                result.append(one);
                at++;
            } else if (template.charAt(at + 1) == '$') {
                result.append('$');
                at += 2;
            } else {
                boolean braced = template.charAt(at + 1) == '{';
                int begin = at + (braced ? 2 : 1);
                int end = begin;
                while (end < template.length() && isWord(template.charAt(end))) {
                    end++;
                }
                boolean closed =
                        !braced || (end < template.length() && template.charAt(end) == '}');
                if (end == begin || !closed) {
                    result.append('$');
                    at++;
                    continue;
                }
                result.append(group(matcher, template.substring(begin, end)));
                at = end + (braced ? 1 : 0);
            }
        }
    }

    private static boolean isWord(char one) {
        return one == '_'
                || (one >= '0' && one <= '9')
                || (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z');
    }

    private String group(Matcher matcher, String name) {
        String found = null;
        if (name.length() < 5 && name.chars().allMatch(one -> one >= '0' && one <= '9')) {
            int number = Integer.parseInt(name);
            found = number <= matcher.groupCount() ? matcher.group(number) : null;
        } else if (pattern.namedGroups().containsKey(name)) {
            found = matcher.group(name);
        }
        return found == null ? "" : found;
    }
}
