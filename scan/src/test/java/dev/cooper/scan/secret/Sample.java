package dev.cooper.scan.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes texts that an expression describes, of the few forms that the built-in rules use. */
final class Sample {
    private final String expression;
    private final Random random;
    private int at;

    private Sample(String expression, Random random) {
        this.expression = expression;
        this.random = random;
    }

    static String of(Expression expression, Random random) {
        return new Sample(expression.text(), random).alternatives();
    }

    private String alternatives() {
        List<String> all = new ArrayList<>();
        all.add(sequence());
        while (at < expression.length() && expression.charAt(at) == '|') {
            at++;
            all.add(sequence());
        }
        return all.get(random.nextInt(all.size()));
    }

    private String sequence() {
        StringBuilder out = new StringBuilder();
        while (at < expression.length() && "|)".indexOf(expression.charAt(at)) < 0) {
            int start = at;
            String first = atom();
            int behind = at;
            int[] times = times();
            int after = at;
            int count = times[0] + random.nextInt(Math.min(times[1], times[0] + 3) - times[0] + 1);
            for (int i = 0; i < count; i++) {
                at = start;
                out.append(i == 0 ? first : atom());
            }
            at = Math.max(behind, after);
        }
        return out.toString();
    }

    private String atom() {
        char c = expression.charAt(at++);
        return switch (c) {
            case '[' -> one(set());
            case '(' -> group();
            case '\\' -> escaped(expression.charAt(at++));
            case '$' -> "";
            default -> String.valueOf(c);
        };
    }

    private String group() {
        if (expression.startsWith("?:", at)) {
            at += 2;
        } else if (expression.startsWith("?i)", at)) {
            at += 3;
            return "";
        }
        String inside = alternatives();
        at++;
        return inside;
    }

    private String escaped(char c) {
        return switch (c) {
            case 'd' -> String.valueOf(random.nextInt(10));
            case 's' -> " ";
            case 'b' -> "";
            case 'n' -> "\n";
            default -> String.valueOf(c);
        };
    }

    private String one(String set) {
        return String.valueOf(set.charAt(random.nextInt(set.length())));
    }

    private String set() {
        StringBuilder set = new StringBuilder();
        boolean isNegated = expression.charAt(at) == '^';
        while (expression.charAt(at) != ']') {
            char c = expression.charAt(at++);
            if (c == '\\') {
                char escaped = expression.charAt(at++);
                set.append(
                        switch (escaped) {
                            case 's' -> " ";
                            case 'w' -> "abcdefgh_";
                            default -> String.valueOf(escaped);
                        });
            } else if (expression.charAt(at) == '-' && expression.charAt(at + 1) != ']') {
                for (char each = c; each <= expression.charAt(at + 1); each++) {
                    set.append(each);
                }
                at += 2;
            } else {
                set.append(c);
            }
        }
        at++;
        return isNegated ? " " : set.toString();
    }

    private int[] times() {
        char c = at < expression.length() ? expression.charAt(at) : ' ';
        switch (c) {
            case '?' -> {
                at++;
                return new int[] {0, 1};
            }
            case '*' -> {
                at++;
                return new int[] {0, 3};
            }
            case '+' -> {
                at++;
                return new int[] {60, 90};
            }
            case '{' -> {
                int end = expression.indexOf('}', at);
                String[] ends = expression.substring(at + 1, end).split(",", -1);
                at = end + 1;
                int least = Integer.parseInt(ends[0]);
                if (ends.length == 1) {
                    return new int[] {least, least};
                }
                return new int[] {
                    least, ends[1].isEmpty() ? least + 20 : Integer.parseInt(ends[1])
                };
            }
            default -> {
                return new int[] {1, 1};
            }
        }
    }
}
