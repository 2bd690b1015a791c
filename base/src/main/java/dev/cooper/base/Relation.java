package dev.cooper.base;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One comma-separated member of a field such as Depends: alternatives, of which one is enough
 * (Debian policy §7.1).
 *
 * @param alternatives in the order the package prefers them, never empty
 */
record Relation(List<Alternative> alternatives) {
    /** How the version of a package is compared with the one that a relation names. */
    enum Operator {
        ANY(""),
        EARLIER("<<"),
        EARLIER_OR_EQUAL("<="),
        EQUAL("="),
        LATER_OR_EQUAL(">="),
        LATER(">>");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        boolean accepts(int order) {
            return switch (this) {
                case ANY -> true;
                case EARLIER -> order < 0;
                case EARLIER_OR_EQUAL -> order <= 0;
                case EQUAL -> order == 0;
                case LATER_OR_EQUAL -> order >= 0;
                case LATER -> order > 0;
            };
        }
    }

    /**
     * One package that a relation names.
     *
     * @param name the package, real or virtual
     * @param architecture what follows the colon: {@code any}, {@code native} or an architecture
     * @param operator how versions are compared
     * @param version what they are compared with; empty with {@link Operator#ANY}
     */
    record Alternative(
            String name, Optional<String> architecture, Operator operator, String version) {
        /** Returns whether a version meets the constraint. */
        boolean acceptsVersion(String candidate) {
            return operator == Operator.ANY
                    || operator.accepts(DebianVersion.compare(candidate, version));
        }

        @Override
        public String toString() {
            String text = architecture.isPresent() ? name + ":" + architecture.get() : name;
            return operator == Operator.ANY
                    ? text
                    : text + " (" + operator.sign + " " + version + ")";
        }
    }

    Relation {
        alternatives = List.copyOf(alternatives);
    }

    /**
     * Reads a whole field.
     *
     * @param field for example {@code libc6 (>= 2.36), awk | mawk}
     * @throws SyntaxException when the field does not follow policy
     */
    static List<Relation> parseAll(String field) {
        List<Relation> relations = new ArrayList<>();
        int start = 0;
        while (start <= field.length()) {
            int comma = field.indexOf(',', start);
            int end = comma < 0 ? field.length() : comma;
            String member = field.substring(start, end).strip();
            if (!member.isEmpty()) {
                relations.add(parseOne(member));
            }
            start = end + 1;
        }
        return relations;
    }

    private static Relation parseOne(String member) {
        List<Alternative> alternatives = new ArrayList<>();
        int start = 0;
        while (start <= member.length()) {
            int bar = member.indexOf('|', start);
            int end = bar < 0 ? member.length() : bar;
            alternatives.add(parseAlternative(member.substring(start, end).strip(), member));
            start = end + 1;
        }
        return new Relation(alternatives);
    }

    private static Alternative parseAlternative(String text, String member) {
        String name = text;
        Operator operator = Operator.ANY;
        String version = "";
        int open = text.indexOf('(');
        if (open >= 0) {
            int close = text.indexOf(')', open);
            if (close < 0) {
                throw malformed(member);
            }
            String constraint = text.substring(open + 1, close).strip();
            int signEnd = 0;
            while (signEnd < constraint.length()
                    && "<>=".indexOf(constraint.charAt(signEnd)) >= 0) {
                signEnd++;
            }
            operator = operator(constraint.substring(0, signEnd), member);
            version = constraint.substring(signEnd).strip();
            name = text.substring(0, open).strip();
        }
        Optional<String> architecture = Optional.empty();
        int colon = name.indexOf(':');
        if (colon >= 0) {
            architecture = Optional.of(name.substring(colon + 1));
            name = name.substring(0, colon);
        }
        if (name.isEmpty() || name.indexOf(' ') >= 0 || (open >= 0 && version.isEmpty())) {
            throw malformed(member);
        }
        return new Alternative(name, architecture, operator, version);
    }

    private static Operator operator(String sign, String member) {
        return switch (sign) {
            case "<<" -> Operator.EARLIER;
            case "<", "<=" -> Operator.EARLIER_OR_EQUAL; // "<" and ">" are old spellings
            case "=" -> Operator.EQUAL;
            case ">", ">=" -> Operator.LATER_OR_EQUAL;
            case ">>" -> Operator.LATER;
            default -> throw malformed(member);
        };
    }

    private static SyntaxException malformed(String member) {
        return new SyntaxException(
                "invalid package relation \"" + member + "\": want name (operator version)");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Alternative alternative : alternatives) {
            text.append(text.isEmpty() ? "" : " | ").append(alternative);
        }
        return text.toString();
    }
}
