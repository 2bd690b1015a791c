package dev.cooper.cli.template;

import dev.cooper.cli.template.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the tree of a template. */
final class Parser {
    private final TemplateFunctions more;
    private final String source;
    private final List<Token> tokens;
    private final List<String> variables = new ArrayList<>(List.of("$"));
    private int at;
    private int loops;
    private Token last;

    Parser(String source, TemplateFunctions more) {
        this.more = more;
        this.source = source;
        this.tokens = new Lexer(source).tokens();
        this.last = tokens.getFirst();
    }

    List<Node> parse() {
        List<Node> nodes = new ArrayList<>();
        Token stop = block(nodes);
        if (stop.kind() != Kind.END) {
            throw error("unexpected {{" + stop.text() + "}}", stop);
        }
        return nodes;
    }

    /**
     * Reads nodes up to {@code end}, {@code else} (whose word is returned) or the template's end.
     */
    private Token block(List<Node> nodes) {
        while (true) {
            Token token = next();
            switch (token.kind()) {
                case TEXT -> nodes.add(new Node.Text(token.text()));
                case OPEN -> {
                    Token word = peekWord();
                    if (word.text().equals("end") || word.text().equals("else")) {
                        skipSpace();
                        return next();
                    }
                    nodes.add(action(word));
                }
                default -> {
                    return token;
                }
            }
        }
    }

    private Node action(Token word) {
        if (word.kind() == Kind.IDENTIFIER) {
            switch (word.text()) {
                case "if", "with" -> {
                    return branch(word.text().equals("with"));
                }
                case "range" -> {
                    return range();
                }
                case "break", "continue" -> {
                    return jump(word);
                }
                case "define", "template", "block" ->
                        throw error("{{" + word.text() + "}} is not supported here", word);
                default -> {}
            }
        }
        Node.Pipeline pipeline = pipeline("command");
        expectClose("command");
        return new Node.Action(pipeline);
    }

    private Node jump(Token word) {
        takeWord();
        if (loops == 0) {
            throw error("{{" + word.text() + "}} outside {{range}}", word);
        }
        expectClose(word.text());
        return new Node.Jump(word.text().equals("break"));
    }

    private Node branch(boolean with) {
        takeWord();
        return branchAfterWord(with);
    }

    private Node branchAfterWord(boolean with) {
        String context = with ? "with" : "if";
        int scope = variables.size();
        Node.Pipeline pipeline = pipeline(context);
        expectClose(context);
        List<Node> then = new ArrayList<>();
        List<Node> otherwise = new ArrayList<>();
        Token stop = block(then);
        if (isElse(stop)) {
            Token word = peekWord();
            if (word.kind() == Kind.IDENTIFIER && word.text().equals(context)) {
                takeWord();
                otherwise.add(branchAfterWord(with));
                trimScope(scope);
                return new Node.Branch(with, pipeline, then, otherwise);
            }
            expectClose("else");
            stop = block(otherwise);
        }
        finish(stop, scope);
        return new Node.Branch(with, pipeline, then, otherwise);
    }

    private Node range() {
        takeWord();
        int scope = variables.size();
        Node.Pipeline pipeline = pipeline("range");
        expectClose("range");
        List<Node> body = new ArrayList<>();
        List<Node> otherwise = new ArrayList<>();
        loops++;
        Token stop = block(body);
        loops--;
        if (isElse(stop)) {
            expectClose("else");
            stop = block(otherwise);
        }
        finish(stop, scope);
        return new Node.Range(pipeline, body, otherwise);
    }

    private void finish(Token stop, int scope) {
        if (stop.kind() == Kind.END) {
            throw error("unexpected EOF", stop);
        }
        if (isElse(stop)) {
            throw error("expected end; found {{else}}", stop);
        }
        expectClose("end");
        trimScope(scope);
    }

    private void trimScope(int scope) {
        variables.subList(scope, variables.size()).clear();
    }

    private static boolean isElse(Token token) {
        return token.kind() == Kind.IDENTIFIER && token.text().equals("else");
    }

    private Node.Pipeline pipeline(String context) {
        skipSpace();
        int position = peek().position();
        List<String> targets = new ArrayList<>();
        boolean declares = assignment(targets, context);
        List<Node.Call> calls = new ArrayList<>();
        while (true) {
            skipSpace();
            Token token = peek();
            if (token.kind() == Kind.CLOSE || token.kind() == Kind.PARENTHESIS_CLOSE) {
                if (calls.isEmpty()) {
                    throw error("missing value for " + context, token);
                }
                break;
            }
            Node.Call call = call();
            if (!calls.isEmpty() && call.words().getFirst() instanceof Node.Literal) {
                throw error(
                        "non executable command in pipeline stage " + (calls.size() + 1), token);
            }
            calls.add(call);
            if (peek().kind() == Kind.PIPE) {
                next();
                skipSpace();
            }
        }
        // after the words: a variable is not visible in its own value
        if (declares) {
            variables.addAll(targets);
        }
        return new Node.Pipeline(List.copyOf(targets), declares, List.copyOf(calls), position);
    }

    /** Reads {@code $x :=}, {@code $x =} or, in a range, {@code $i, $x :=}; true for the first. */
    private boolean assignment(List<String> targets, String context) {
        int start = at;
        List<String> names = new ArrayList<>();
        while (peek().kind() == Kind.VARIABLE) {
            names.add(next().text());
            skipSpace();
            if (peek().kind() != Kind.COMMA) {
                break;
            }
            Token comma = next();
            if (!context.equals("range") || names.size() > 1) {
                throw error("too many declarations in " + context, comma);
            }
            skipSpace();
        }
        Kind kind = peek().kind();
        if (names.isEmpty() || (kind != Kind.DECLARE && kind != Kind.ASSIGN)) {
            at = start;
            return false;
        }
        Token operator = next();
        if (kind == Kind.ASSIGN) {
            for (String name : names) {
                requireDeclared(name, operator);
            }
        }
        targets.addAll(names);
        return kind == Kind.DECLARE;
    }

    private void requireDeclared(String name, Token token) {
        if (!variables.contains(name)) {
            throw error("undefined variable \"" + name + "\"", token);
        }
    }

    private Node.Call call() {
        int position = peek().position();
        List<Node.Operand> words = new ArrayList<>();
        while (true) {
            skipSpace();
            Token token = peek();
            switch (token.kind()) {
                case PIPE, CLOSE, PARENTHESIS_CLOSE -> {
                    if (words.isEmpty()) {
                        throw error("empty command", token);
                    }
                    return new Node.Call(List.copyOf(words), position);
                }
                default -> words.add(operand());
            }
            Kind after = peek().kind();
            if (after != Kind.SPACE
                    && after != Kind.PIPE
                    && after != Kind.CLOSE
                    && after != Kind.PARENTHESIS_CLOSE) {
                throw error("unexpected " + quoted(peek()) + " in operand", peek());
            }
        }
    }

    private Node.Operand operand() {
        Token token = next();
        int position = token.position();
        return switch (token.kind()) {
            case IDENTIFIER -> identifier(token);
            case STRING -> literal(Literals.string(token.text()), token);
            case CHARACTER -> literal(Literals.character(token.text()), token);
            case NUMBER -> literal(Literals.number(token.text()), token);
            case DOT -> new Node.Fields(List.of(), position);
            case FIELD -> {
                at--;
                List<String> names = fields();
                yield new Node.Fields(names, names.size() > 1 ? secondField(position) : position);
            }
            case VARIABLE -> {
                requireDeclared(token.text(), token);
                yield new Node.Variable(token.text(), fields(), position);
            }
            case PARENTHESIS_OPEN -> {
                Node.Pipeline pipeline = pipeline("parenthesized pipeline");
                next();
                yield new Node.Group(pipeline, fields(), position);
            }
            default -> throw error("unexpected " + quoted(token) + " in operand", token);
        };
    }

    private Node.Operand identifier(Token token) {
        return switch (token.text()) {
            case "true" -> new Node.Literal(true, token.position());
            case "false" -> new Node.Literal(false, token.position());
            case "nil" -> new Node.Literal(null, token.position());
            default -> {
                if (!more.has(token.text()) && !Functions.exists(token.text())) {
                    throw error("function \"" + token.text() + "\" not defined", token);
                }
                yield new Node.Function(token.text(), token.position());
            }
        };
    }

    private Node.Operand literal(Optional<?> value, Token token) {
        if (value.isEmpty()) {
            throw error(
                    token.kind() == Kind.NUMBER
                            ? "bad number syntax: \"" + token.text() + "\""
                            : "malformed character constant: " + token.text(),
                    token);
        }
        return new Node.Literal(value.get(), token.position());
    }

    private List<String> fields() {
        List<String> names = new ArrayList<>();
        while (peek().kind() == Kind.FIELD) {
            names.add(next().text().substring(1));
        }
        return List.copyOf(names);
    }

    /** Go places an error in a chain of fields at the second of them. */
    private int secondField(int first) {
        int token = at - 1;
        while (tokens.get(token).position() > first) {
            token--;
        }
        return tokens.get(token + 1).position();
    }

    private void expectClose(String context) {
        skipSpace();
        Token token = next();
        if (token.kind() != Kind.CLOSE) {
            throw error("unexpected " + quoted(token) + " in " + context, token);
        }
    }

    private Token peekWord() {
        int start = at;
        skipSpace();
        Token word = peek();
        at = start;
        return word;
    }

    private void takeWord() {
        skipSpace();
        next();
    }

    private void skipSpace() {
        while (peek().kind() == Kind.SPACE) {
            at++;
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        last = tokens.get(at);
        if (last.kind() != Kind.END) {
            at++;
        }
        return last;
    }

    private static String quoted(Token token) {
        return token.kind() == Kind.END ? "EOF" : "\"" + token.text() + "\"";
    }

    private TemplateException error(String problem, Token token) {
        return new TemplateException(
                "template: :" + Lexer.line(source, token.position()) + ": " + problem);
    }
}
