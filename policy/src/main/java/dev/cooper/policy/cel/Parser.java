package dev.cooper.policy.cel;

import dev.cooper.oci.SyntaxException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an expression, macros included. */
final class Parser {
    /** What stands for the least integer until its sign is seen. */
    static final Object LEAST = BigInteger.ONE.shiftLeft(63);

    private static final int DEEPEST = 120;
    private static final int MOST_OPERATORS = 2000;
    private static final Set<String> RELATIONS = Set.of("<", "<=", ">=", ">", "==", "!=");
    private static final Set<String> RESERVED =
            Set.of(
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int operators;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Expr parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Expr expression = parser.condition();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.wrong("this does not belong here");
        }
        return expression;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean takes(String sign) {
        if (peek().isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    private void want(String sign) {
        if (!takes(sign)) {
            throw wrong("want \"" + sign + "\"");
        }
    }

    private SyntaxException wrong(String why) {
        return Lexer.wrong(why, peek().at());
    }

    private void count() {
        if (++operators > MOST_OPERATORS) {
            throw wrong("the expression is too long");
        }
    }

    private Expr condition() {
        if (++depth > DEEPEST) {
            throw wrong("nested too deep");
        }
        Expr condition = or();
        if (takes("?")) {
            count();
            Expr then = or();
            want(":");
            condition = new Expr.Condition(condition, then, condition());
        }
        depth--;
        return condition;
    }

    private Expr or() {
        Expr left = and();
        while (takes("||")) {
            count();
            left = new Expr.Or(left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = relation();
        while (takes("&&")) {
            count();
            left = new Expr.And(left, relation());
        }
        return left;
    }

    private Expr relation() {
        Expr left = sum();
        while (true) {
            Token next = peek();
            boolean in = next.kind() == Token.Kind.NAME && next.text().equals("in");
            if (!in && !(next.kind() == Token.Kind.SIGN && RELATIONS.contains(next.text()))) {
                return left;
            }
            at++;
            left = operator(next.text(), left, sum());
        }
    }

    private Expr sum() {
        Expr left = product();
        while (peek().isSign("+") || peek().isSign("-")) {
            String sign = tokens.get(at++).text();
            left = operator(sign, left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = unary();
        while (peek().isSign("*") || peek().isSign("/") || peek().isSign("%")) {
            String sign = tokens.get(at++).text();
            left = operator(sign, left, unary());
        }
        return left;
    }

    private Expr operator(String sign, Expr left, Expr right) {
        count();
        return new Expr.Call(Optional.empty(), sign, List.of(left, right));
    }

    private Expr unary() {
        if (takes("!")) {
            count();
            return new Expr.Call(Optional.empty(), "!", List.of(unary()));
        }
        if (takes("-")) {
            count();
            Object value = peek().value();
            if (LEAST.equals(value)) {
                at++;
                return members(new Expr.Literal(Long.MIN_VALUE));
            }
            return new Expr.Call(Optional.empty(), "-_", List.of(unary()));
        }
        return members(primary());
    }

    private Expr members(Expr first) {
        Expr left = first;
        while (true) {
            if (takes(".")) {
                count();
                boolean optional = takes("?");
                Token name = fieldName();
                left =
                        !optional && name.kind() == Token.Kind.NAME && takes("(")
                                ? new Macros(this::wrong).method(left, name.text(), arguments(")"))
                                : new Expr.Select(left, name.text(), optional);
            } else if (takes("[")) {
                count();
                boolean optional = takes("?");
                left = new Expr.Index(left, condition(), optional);
                want("]");
            } else if (peek().isSign("{") && Names.path(left).isPresent()) {
                throw wrong("messages cannot be made here");
            } else {
                return left;
            }
        }
    }

    private Token fieldName() {
        Token name = peek();
        if (name.kind() != Token.Kind.NAME && name.kind() != Token.Kind.QUOTED_NAME) {
            throw wrong("want the name of a field");
        }
        if (name.text().equals("in") && name.kind() == Token.Kind.NAME) {
            throw wrong("in is no name");
        }
        at++;
        return name;
    }

    private List<Expr> arguments(String end) {
        List<Expr> arguments = new ArrayList<>();
        while (!takes(end)) {
            if (!arguments.isEmpty()) {
                want(",");
            }
            arguments.add(condition());
        }
        return arguments;
    }

    private Expr primary() {
        Token token = peek();
        if (token.kind() == Token.Kind.LITERAL) {
            if (LEAST.equals(token.value())) {
                throw wrong("the number is too large");
            }
            at++;
            return new Expr.Literal(token.value());
        }
        if (takes("(")) {
            Expr inner = condition();
            want(")");
            return inner;
        }
        if (takes("[")) {
            return new Expr.ListOf(entries());
        }
        if (takes("{")) {
            return map();
        }
        boolean rooted = takes(".");
        if (peek().kind() == Token.Kind.NAME) {
            return name(rooted);
        }
        throw wrong(token.kind() == Token.Kind.END ? "it ends too early" : "want a value");
    }

    private Expr name(boolean rooted) {
        String name = peek().text();
        if (RESERVED.contains(name) || name.equals("in")) {
            throw wrong(name + " is no name");
        }
        at++;
        if (takes("(")) {
            return new Macros(this::wrong).function(name, arguments(")"));
        }
        return switch (name) {
            case "true" -> new Expr.Literal(true);
            case "false" -> new Expr.Literal(false);
            case "null" -> new Expr.Literal(null);
            default -> new Expr.Name(rooted ? "." + name : name);
        };
    }

    private List<Expr.Entry> entries() {
        List<Expr.Entry> entries = new ArrayList<>();
        while (!takes("]")) {
            boolean optional = takes("?");
            entries.add(new Expr.Entry(condition(), optional));
            if (!takes(",") && !peek().isSign("]")) {
                throw wrong("want \",\" or \"]\"");
            }
        }
        return entries;
    }

    private Expr map() {
        List<Expr.Entry> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!takes("}")) {
            boolean optional = takes("?");
            keys.add(new Expr.Entry(condition(), optional));
            want(":");
            values.add(condition());
            if (!takes(",") && !peek().isSign("}")) {
                throw wrong("want \",\" or \"}\"");
            }
        }
        return new Expr.MapOf(keys, values);
    }
}
