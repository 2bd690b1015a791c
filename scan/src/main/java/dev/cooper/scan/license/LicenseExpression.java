package dev.cooper.scan.license;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An SPDX expression: licences with AND, OR, WITH and parentheses. What cannot be read as one is a
 * single licence of that name.
 */
sealed interface LicenseExpression {
    /** A licence, perhaps with an exception. */
    record One(String id, Optional<String> exception) implements LicenseExpression {
        @Override
        public String toString() {
            return exception.map(each -> id + " WITH " + each).orElse(id);
        }
    }

    /** All of them count. */
    record All(List<LicenseExpression> parts) implements LicenseExpression {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return Parser.join(parts, " AND ");
        }
    }

    /** Whoever uses the program chooses. */
    record Any(List<LicenseExpression> parts) implements LicenseExpression {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return Parser.join(parts, " OR ");
        }
    }

    /** Reads a text. */
    static LicenseExpression parse(String text) {
        return new Parser(text).parse();
    }

    /**
     * The category of the expression: of what counts together the one that asks most, of a choice
     * the known one that asks least.
     *
     * @return empty when all that counts is to be ignored
     */
    default Optional<Category> category(LicensePolicy policy) {
        return switch (this) {
            case One one ->
                    policy.isIgnored(one.id()) || policy.isIgnored(one.toString())
                            ? Optional.empty()
                            : Optional.of(Parser.category(one, policy));
            case All all ->
                    all.parts().stream()
                            .flatMap(part -> part.category(policy).stream())
                            .max(Category::compareTo);
            case Any any -> {
                List<Optional<Category>> choices =
                        any.parts().stream().map(part -> part.category(policy)).toList();
                if (choices.contains(Optional.<Category>empty())) {
                    yield Optional.empty();
                }
                List<Category> known =
                        choices.stream()
                                .flatMap(Optional::stream)
                                .filter(each -> each != Category.UNKNOWN)
                                .toList();
                yield Optional.of(known.stream().min(Category::compareTo).orElse(Category.UNKNOWN));
            }
        };
    }

    /** Reads expressions. */
    final class Parser {
        private static final int DEEPEST = 50;

        private final String whole;
        private final List<String> tokens = new ArrayList<>();
        private int at;
        private boolean isBroken;

        private Parser(String text) {
            this.whole = text.strip();
            String spaced = whole.replace("(", " ( ").replace(")", " ) ");
            for (String token : spaced.split("\\s+", -1)) {
                if (!token.isEmpty()) {
                    tokens.add(token);
                }
            }
        }

        private LicenseExpression parse() {
            boolean hasOperator =
                    tokens.stream()
                            .anyMatch(each ->
                                    isWord(each, "AND")
                                            || isWord(each, "OR")
                                            || isWord(each, "WITH"));
            if (!hasOperator) {
                return name(whole);
            }
            LicenseExpression read = any(0);
            return isBroken || at < tokens.size() ? new One(whole, Optional.empty()) : read;
        }

        /** A name without operators; a slash between two names is a choice. */
        private static LicenseExpression name(String text) {
            String spdx = LicenseNames.spdx(text);
            String[] choices = text.split("/", -1);
            if (spdx.equals(text)
                    && choices.length == 2
                    && !choices[0].isBlank()
                    && !choices[1].isBlank()
                    && !text.contains(":")
                    && !text.contains(" ")) {
                return new Any(List.of(name(choices[0]), name(choices[1])));
            }
            return new One(spdx, Optional.empty());
        }

        private LicenseExpression any(int depth) {
            List<LicenseExpression> parts = new ArrayList<>();
            parts.add(all(depth));
            while (take("OR")) {
                parts.add(all(depth));
            }
            return parts.size() == 1 ? parts.getFirst() : new Any(parts);
        }

        private LicenseExpression all(int depth) {
            List<LicenseExpression> parts = new ArrayList<>();
            parts.add(one(depth));
            while (take("AND")) {
                parts.add(one(depth));
            }
            return parts.size() == 1 ? parts.getFirst() : new All(parts);
        }

        private LicenseExpression one(int depth) {
            if (depth > DEEPEST) {
                isBroken = true;
                return new One(whole, Optional.empty());
            }
            if (take("(")) {
                LicenseExpression inside = any(depth + 1);
                isBroken |= !take(")");
                return inside;
            }
            StringBuilder name = new StringBuilder();
            while (at < tokens.size() && !isOperator(tokens.get(at))) {
                name.append(name.isEmpty() ? "" : " ").append(tokens.get(at++));
            }
            isBroken |= name.isEmpty();
            LicenseExpression license = name(name.toString());
            if (license instanceof One one && take("WITH") && at < tokens.size()) {
                return new One(one.id(), Optional.of(tokens.get(at++)));
            }
            return license;
        }

        private boolean take(String word) {
            if (at < tokens.size() && isWord(tokens.get(at), word)) {
                at++;
                return true;
            }
            return false;
        }

        private static boolean isOperator(String token) {
            return isWord(token, "AND")
                    || isWord(token, "OR")
                    || isWord(token, "WITH")
                    || token.equals("(")
                    || token.equals(")");
        }

        private static boolean isWord(String token, String word) {
            return token.equals(word) || token.equals(word.toLowerCase(Locale.ROOT));
        }

        static Category category(One one, LicensePolicy policy) {
            Category own = policy.category(one.toString());
            return own == Category.UNKNOWN ? policy.category(one.id()) : own;
        }

        static String join(List<LicenseExpression> parts, String between) {
            StringBuilder out = new StringBuilder();
            for (LicenseExpression part : parts) {
                out.append(out.isEmpty() ? "" : between);
                out.append(part instanceof One ? part.toString() : "(" + part + ")");
            }
            return out.toString();
        }
    }
}
